/**
 * Expected rows of the races of `runners.ts`, worked out by hand like them. Going, class, rating band: the result's, else the
 * card's (Clonmel's going changed from Yielding to Good; the Curragh's Listed race has its class from the card alone).
 * distance_yards: 2m4f110y = 3520+880+110; 6f20y = 1340; 2m2f152y = 4112; 5f21y = 1121; 2m6f31y = 4871.
 * field_size: 6 of 8 ran at Kempton, 8 of 9 at Wolverhampton; the result of Cartmel is not among the samples: the card's 4.
 * `off_dt` is given in UTC; `·` is null.
 */
export const races = `
race_id|date|region|course_name|course_id|meet_id|off_time|off_dt|type|surface|race_class|pattern|rating_band|going
rac_889429|2025-04-01|GB|Kempton|crs_28|crs_28_2025-04-01|17:05:00|2025-04-01T16:05:00.000Z|Chase|Turf|Class 5|·|·|Good
rac_889582|2025-04-01|GB|Wolverhampton (AW)|crs_513|crs_513_2025-04-01|19:30:00|2025-04-01T18:30:00.000Z|Flat|AW|Class 5|·|0-68|Standard
rac_891314|2025-03-27|IRE|Clonmel (IRE)|crs_177|crs_177_2025-03-27|17:45:00|2025-03-27T17:45:00.000Z|Hurdle|Turf|·|·|0-100|Good
rac_891105|2025-03-27|IRE|Clonmel (IRE)|crs_177|crs_177_2025-03-27|18:15:00|2025-03-27T18:15:00.000Z|NH Flat|Turf|·|·|·|Good
rac_891399|2025-03-29|IRE|Curragh (IRE)|crs_178|crs_178_2025-03-29|16:00:00|2025-03-29T16:00:00.000Z|Flat|Turf|Class 1|Listed|·|Soft
rac_889585|2025-04-01|GB|Wolverhampton (AW)|crs_513|crs_513_2025-04-01|18:00:00|2025-04-01T17:00:00.000Z|Flat|AW|Class 5|·|·|Standard
rac_11745682|2025-10-07|GB|Southwell (AW)|crs_10244|crs_10244_2025-10-07|20:30:00|2025-10-07T19:30:00.000Z|Flat|AW|Class 6|·|0-60|Standard
rac_11745643|2025-10-07|GB|Southwell (AW)|crs_10244|crs_10244_2025-10-07|20:00:00|2025-10-07T19:00:00.000Z|Flat|AW|Class 6|·|0-60|Standard
rac_10975861|2023-07-22|GB|Cartmel|crs_234|crs_234_2023-07-22|14:15:00|2023-07-22T13:15:00.000Z|Hurdle|Turf|Class 4|·|·|Heavy
`

export const measures = `
race_id|distance|distance_round|distance_f|distance_yards|distance_m|prize|prize_currency|field_size|has_result|is_abandoned|winning_time_seconds|tote_win
rac_889429|2m4f110y|2m4½f|20.5|4510|4124|2567|GBP|6|yes|no|·|·
rac_889582|6f20y|6f|6|1340|1225|5234|GBP|8|yes|no|·|·
rac_891314|2m2f152y|2m2½f|18.5|4112|3760|5900|EUR|13|yes|no|·|·
rac_891105|2m|2m|16|3520|3219|5900|EUR|15|yes|no|·|·
rac_891399|7f|7f|7|1540|1408|29500|EUR|9|yes|no|·|·
rac_889585|5f21y|5f|5|1121|1025|3672|GBP|7|yes|no|·|·
rac_11745682|1m|1m|8|1773|1621|·|·|6|yes|no|103.25|£3.25
rac_11745643|1m3f|1m3f|11|2443|2234|·|·|7|yes|no|148.35|£5.50
rac_10975861|2m6f31y|2m6f|22.0|4871|4454|3921|GBP|4|no|no|·|·
`
