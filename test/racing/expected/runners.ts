/**
 * Expected rows of 46 runners, worked out by hand from the raw JSON of ../shared/data and docs/domain.md.
 *
 * Each table is a list of runners; the head names columns of ra_runners (tables `declared` and `ran`) or of
 * ra_race_results (`placed`). `·` is null, `yes`/`no` are booleans, everything else is the value as text.
 * Card and result of a race are merged; where a race has only one of them, only one is named in `races.ts`.
 */

/** Columns before the race: the card's own, and those both carry (the result's value wins: weights after the claim, its jockey ids). */
export const declared = `
race_id|horse_id|horse_name|number|draw|age|sex|sex_code|colour|dob|region|weight_lbs|weight_st_lbs|headgear
rac_889429|hrs_2903592|Flagrant Delitiep|5|·|10|gelding|G|gr|2015-04-25|FR|163|11-9|tp
rac_889429|hrs_1451624|Janika|2|·|12|gelding|G|b|2013-04-23|FR|170|12-2|t
rac_889429|hrs_2644693|Latenightfumble|8|·|10|mare|M|b|2015-03-07|GB|159|11-5|·
rac_889429|hrs_3254690|Viroflay|7|·|8|gelding|G|b|2017-04-16|FR|163|11-9|·
rac_889429|hrs_1939908|Captain Tommy|1|·|11|gelding|G|b|2014-05-20|IRE|171|12-3|tp
rac_889429|hrs_1452974|Before Midnight|3|·|12|gelding|G|ch|2013-05-03|GB|166|11-12|·
rac_889429|hrs_2218462|Fan De Blues|4|·|10|gelding|G|b|2015-03-11|FR|166|11-12|t
rac_889429|hrs_3018727|Sam Barton|6|·|10|gelding|G|b|2015-03-13|GB|163|11-9|htp
rac_889582|hrs_58950405|Rumba Bay|8|9|3|filly|F|b|2022-04-22|GB|125|8-13|·
rac_889582|hrs_6807907|Kamekist|1|5|3|gelding|G|ch|2022-04-07|GB|135|9-9|·
rac_889582|hrs_5973536|Style King|4|8|3|gelding|G|b|2022-04-29|IRE|134|9-8|·
rac_889582|hrs_6473560|Summer Rain|9|7|3|gelding|G|b|2022-05-13|GB|124|8-12|·
rac_891314|hrs_5021491|Heidis Frontiere|9|·|7|mare|M|b|2018-04-14|IRE|154|11-0|·
rac_891314|hrs_6635745|Tir Og|12|·|4|filly|F|b|2021-03-15|IRE|142|10-2|·
rac_891314|hrs_5554960|Realtin Lonrach|13|·|9|mare|M|ch|2016-04-14|IRE|145|10-5|·
rac_891314|hrs_6988880|Western Opera|6|·|5|mare|M|b|2020-04-02|IRE|160|11-6|ht
rac_891314|hrs_4954070|Bossofthebus|2|·|6|gelding|G|b|2019-05-20|IRE|159|11-5|·
rac_891314|hrs_4552159|Doyen Flyer|14|·|7|mare|M|b|2018-04-08|IRE|152|10-12|·
rac_891314|hrs_4455466|Voice Of Reason|15|·|5|gelding|G|b/br|2020-02-20|IRE|160|11-6|·
rac_891314|hrs_4173259|Tingarran Express|3|·|8|mare|M|b|2017-03-21|IRE|163|11-9|h
rac_891105|hrs_5864634|Cosmos Dainay|4|·|5|gelding|G|ch|2020-04-28|FR|168|12-0|·
rac_891105|hrs_6802989|Ace Brannigan|1|·|5|gelding|G|b|2020-04-10|IRE|161|11-7|·
rac_891105|hrs_7308002|John Valjohn|6|·|5|gelding|G|b|2020-05-09|IRE|161|11-7|·
rac_891105|hrs_7308004|Saint Peregrine|9|·|6|gelding|G|b|2019-05-01|IRE|161|11-7|·
rac_891105|hrs_7209401|Lion Of The Desert|7|·|5|gelding|G|b|2020-04-27|IRE|168|12-0|h
rac_891105|hrs_6671031|Sunny South West|10|·|5|gelding|G|br|2020-04-09|IRE|161|11-7|h
rac_891399|hrs_5820854|Tinas Indian|6|2|4|colt|C|br|2021-03-28|IRE|135|9-9|·
rac_891399|hrs_5203862|Fleur De Chine|7|4|4|filly|F|b|2021-03-20|GB|130|9-4|p
rac_891399|hrs_2869386|Big Gossey|4|9|8|gelding|G|gr|2017-03-22|IRE|135|9-9|t
rac_891399|hrs_5845522|Camille Pissarro|10|5|3|colt|C|br|2022-02-05|IRE|129|9-3|·
rac_889585|hrs_7334612|Hollywood Treasure|7|3|2|filly|F|gr|2023-02-20|IRE|126|9-0|·
rac_889585|hrs_7334610|Kesta|3|7|2|gelding|G|ch|2023-03-08|IRE|129|9-3|·
rac_889585|hrs_7324735|Tamather|4|6|2|colt|C|b|2023-05-04|GB|129|9-3|·
rac_889585|hrs_7020282|Born Slippy|1|2|2|colt|C|b|2023-03-01|GB|133|9-7|·
rac_11745682|hrs_30455194|Create|7|8|5|mare|M|·|·|IRE|122|8-10|p
rac_11745682|hrs_24833459|Fire Eyes|2|6|7|mare|M|·|·|FR|134|9-8|t
rac_11745682|hrs_29227121|King Sharja|3|5|5|gelding|G|·|·|GB|132|9-6|·
rac_11745643|hrs_42042196|Little Miss India|2|7|4|filly|F|·|·|IRE|134|9-8|h
rac_11745643|hrs_41325396|Mr Nugget|4|3|4|gelding|G|·|·|GB|133|9-7|·
rac_11745643|hrs_18866085|Carnival Zain|1|6|8|gelding|G|·|·|GB|132|9-6|t
rac_11745643|hrs_412653059|Tilsworth Silver|7|5|4|gelding|G|·|·|GB|114|8-2|h
rac_10975861|hrs_29523151|Jeepydoff Meel|1|·|5|gelding|G|b|2018-05-25|FR|163|11-9|·
rac_10975861|hrs_30122911|Kinbara|2|·|5|gelding|G|b|2018-04-21|IRE|163|11-9|·
rac_10975861|hrs_28904162|Ballylinch|3|·|6|gelding|G|b|2017-06-11|IRE|156|11-2|·
rac_10975861|hrs_25040799|Thats Me Finished|4|·|6|gelding|G|b|2017-05-17|IRE|156|11-2|·
rac_10975861|hrs_26408816|Mr Rumbalicious|NR|·|4|gelding|G|b|2019-03-29|IRE|151|10-11|h
`

/** People and form. A result's own claim (`0`) goes before the card's bracket; Non-Runner is no jockey; form is the card's. */
export const people = `
race_id|horse_id|jockey_id|jockey_name|jockey_claim_lbs|trainer_id|trainer_name|trainer_location|form|last_run|trainer_rtf|ofr|rpr|ts
rac_889429|hrs_2903592|jky_96639789|Mr Robbie David|0|trn_34438|Miss A Lewis|Axbridge, Somerset|8-PPPP|83 (31P)|·|94|103|·
rac_889429|hrs_1451624|·|·|·|trn_27759|E Turner|Ampton, Suffolk|-45P11|18|·|123|121|·
rac_889429|hrs_2644693|jky_87501|Miss Gina Andrews|·|trn_42113|Mrs G Andrews|Marton, North Yorkshire|/1P11/|1040 (786P)|·|110|·|·
rac_889429|hrs_3254690|jky_97492396|Miss Olive Nicholls|0|trn_42151|Miss Olive Nicholls|Kingston Lisle, Oxfordshire|113-12|22|·|118|120|101
rac_889429|hrs_1939908|jky_92300421|Mr Huw Edwards|0|trn_41114|Fred Timmis|Minsterley, Shropshire|9-PP11|12|100|122|121|75
rac_889429|hrs_1452974|jky_100156|Mr Ben Sutton|0|trn_38097|S Loxton|Bruton, Somerset|352-65|207|·|122|123|68
rac_889429|hrs_2218462|jky_93857|Mr James King|0|trn_42182|Miss Nikki Henton|Eastbury, Berkshire|18P6/3|25|·|135|126|62
rac_889429|hrs_3018727|jky_97038572|Miss Thomasina Eyston|0|trn_40236|E M Rees|Dorchester, Dorset|-0PP5P|318 (17P)|·|115|112|9
rac_889582|hrs_58950405|·|·|·|trn_3846|David Evans|Pandy, Monmouths|0-6131|14|47|58|78|68
rac_889582|hrs_6807907|jky_89627|Charles Bishop|0|trn_18920|Eve Johnson Houghton|Blewbury, Oxfordshire|0-23|36|50|68|75|64
rac_889582|hrs_5973536|jky_100531|Aidan Keeley|0|trn_5063|Chris Dwyer|Newmarket, Suffolk|887-|263|·|67|72|·
rac_889582|hrs_6473560|jky_95388|David Egan|0|trn_5121|J S Moore|Upper Lambourn, Berks|0540-7|42|60|57|75|54
rac_891314|hrs_5021491|jky_82680|Phillip Enright|0|trn_30414|Michael G Kennedy|Innishannon, Co Cork|00-483|28|·|86|101|74
rac_891314|hrs_6635745|jky_97122357|Philip Donovan|0|trn_39620|E Seymour|Nenagh, Co Tipperary|0093|42|·|89|106|89
rac_891314|hrs_5554960|jky_89264|Richard Deegan|0|trn_3672|M F ODowd|Camolin, Co. Wexford|50P5PU|14|·|77|102|44
rac_891314|hrs_6988880|jky_90735|Ricky Doyle|0|trn_34881|Gearoid OLoughlin|Dunshaughlin, Co. Meath|094|26|·|92|92|18
rac_891314|hrs_4954070|jky_90369722|John Shinnick|0|trn_5716|Terence OBrien|Carrigtoohill, Co. Cork.|00-717|42|38|96|98|26
rac_891314|hrs_4552159|jky_100515|Kieran Callaghan|5|trn_28247|James M Barcoe|Gowran, Co. Kilkenny|560585|10|·|84|100|27
rac_891314|hrs_4455466|jky_12571|Paddy Cleary|7|trn_18145|Gordon Elliott|Longwood, Co Meath|967670|18|58|92|102|58
rac_891314|hrs_4173259|jky_93137|Simon Torrens|0|trn_29472|Miss Denise Marie OShea|Cloyne, Co Cork|223527|28|·|95|104|95
rac_891105|hrs_5864634|jky_98325|Mr H C Swan|0|trn_18145|Gordon Elliott|Longwood, Co Meath|F-3P1|(116P)|58|·|·|·
rac_891105|hrs_6802989|jky_91107358|Shaun Greene|0|trn_1249|Henry De Bromhead|Knockeen, Co Waterford|2|(116P)|70|·|·|·
rac_891105|hrs_7308002|jky_95195976|Mr D Doyle|0|trn_22421|S Curling|Cashel, Co. Tipperary|·|·|50|·|·|·
rac_891105|hrs_7308004|jky_94615014|Mr B T Stone|0|trn_8256|John Patrick Ryan|Templemore, Co Tipperary|·|·|22|·|·|·
rac_891105|hrs_7209401|jky_87767|Mr G Abbas|7|trn_4174|Patrick J Flynn|Carrick-On-Suir, Co Waterford|0|21|67|·|78|25
rac_891105|hrs_6671031|jky_97832728|Mr A P Ryan|0|trn_40087|Edward F Power|Ballycahill, Thurles|P5|21|·|·|110|65
rac_891399|hrs_5820854|jky_88563|Ronan Whelan|·|trn_28193|Mark Fahey|Cloneygath, Co Kildare|1-|217|33|·|95|78
rac_891399|hrs_5203862|jky_86349|Shane Foley|·|trn_1285|Mrs John Harrington|Moone, Co Kildare|47328-|160|27|99|113|81
rac_891399|hrs_2869386|jky_81425|W J Lee|0|trn_7660|Charles OBrien|Straffan, Co Kildare|1-3223|13|33|106|116|98
rac_891399|hrs_5845522|jky_79202|Ryan Moore|0|trn_7978|A P OBrien|Cashel, Co Tipperary|02621-|174|56|114|114|102
rac_889585|hrs_7334612|jky_95388|David Egan|0|trn_38825|Raphael E Freire|Newmarket, Suffolk|·|·|33|·|·|·
rac_889585|hrs_7334610|jky_89627|Charles Bishop|0|trn_18920|Eve Johnson Houghton|Blewbury, Oxfordshire|·|·|50|·|·|·
rac_889585|hrs_7324735|jky_92806|Hector Crouch|0|trn_40072|James Owen|Newmarket, Suffolk|·|·|58|·|·|·
rac_889585|hrs_7020282|jky_94575|George Wood|0|trn_30665|Richard Spencer|Newmarket, Suffolk|·|·|·|·|·|·
rac_11745682|hrs_30455194|jky_250764|Kieran O'Neill|0|trn_234891|Scott Dixon|·|·|·|·|47|·|·
rac_11745682|hrs_24833459|jky_301131|Mark Winn|0|trn_291465|Roger Fell|·|·|·|·|59|·|·
rac_11745643|hrs_18866085|jky_302091|Aiden Brookes|3|trn_45180|Micky Hammond|·|·|·|·|60|·|·
rac_11745643|hrs_412653059|jky_309381|Oliver Carmichael|7|trn_315|J R Jenkins|·|·|·|·|46|·|·
rac_10975861|hrs_29523151|jky_285654|Joe Williamson|5|trn_169875|Philip Kirby|East Appleton, N Yorks|0-7212|20|45|118|130|110
rac_10975861|hrs_30122911|jky_288771|Ben Harvey|3|trn_132759|John C Mcconnell|Stamullen, Co Meath|110-21|15|36|·|141|84
rac_10975861|hrs_28904162|jky_293364|Miss Alice Stevens|7|trn_45180|Micky Hammond|Middleham, N Yorks|152-48|12|32|·|104|44
rac_10975861|hrs_25040799|jky_251892|Brian Hayes|·|trn_159876|Noel C Kelly|Draperstown, Co. Derry|00P0/0|82|17|·|91|73
rac_10975861|hrs_26408816|jky_286605|Charlotte Jones|3|trn_140427|James Moffatt|Cartmel, Cumbria|525-|204 (71F)|·|85|104|24
`

/** After the race. Absence from a (partial) result is no evidence of a non-runner: Latenightfumble, Doyen Flyer, Tinas Indian. */
export const ran = `
race_id|horse_id|is_non_runner|position|position_code|distance_beaten|overall_beaten_distance|finishing_time|finishing_time_seconds|prize_won|starting_price|starting_price_decimal|bsp_decimal
rac_889429|hrs_2903592|no|·|PU|·|·|·|·|·|100/1|101|·
rac_889429|hrs_1451624|yes|·|·|·|·|·|·|·|·|·|·
rac_889429|hrs_2644693|no|·|·|·|·|·|·|·|·|·|·
rac_889429|hrs_3254690|no|1|1|0|0|5:6.10|306.10|2566.50|67/100|1.67|·
rac_889429|hrs_1939908|no|2|2|34|34|5:12.90|312.90|1283.50|333/100|4.33|·
rac_889429|hrs_1452974|no|3|3|3.5|37.5|5:13.60|313.60|641.50|9/2|5.5|·
rac_889429|hrs_2218462|no|4|4|5.5|43|5:14.70|314.70|321|11/1|12|·
rac_889429|hrs_3018727|no|5|5|33|76|5:21.30|321.30|·|66/1|67|·
rac_889582|hrs_58950405|yes|·|·|·|·|·|·|·|·|·|·
rac_889582|hrs_6807907|no|1|1|0|0|1:13.32|73.32|5234|7/4|2.75|·
rac_889582|hrs_5973536|no|2|2|.75|0.75|1:13.47|73.47|2456|9/1|10|·
rac_889582|hrs_6473560|no|3|3|3|3.75|1:14.07|74.07|1227|33/1|34|·
rac_891314|hrs_5021491|no|·|BD|·|·|·|·|·|4/1|5|·
rac_891314|hrs_6635745|no|·|F|·|·|·|·|·|8/1|9|·
rac_891314|hrs_5554960|no|·|PU|·|·|·|·|·|28/1|29|·
rac_891314|hrs_6988880|no|·|PU|·|·|·|·|·|50/1|51|·
rac_891314|hrs_4954070|no|·|UR|·|·|·|·|·|7/2|4.5|·
rac_891314|hrs_4552159|no|·|·|·|·|·|·|·|·|·|·
rac_891314|hrs_4455466|no|·|·|·|·|·|·|·|·|·|·
rac_891314|hrs_4173259|no|1|1|0|0|4:53.30|293.30|5900|8/1|9|·
rac_891105|hrs_5864634|no|·|CO|·|·|·|·|·|8/1|9|·
rac_891105|hrs_6802989|no|·|CO|·|·|·|·|·|5/1|6|·
rac_891105|hrs_7308002|no|·|PU|·|·|·|·|·|13/2|7.5|·
rac_891105|hrs_7308004|no|·|RO|·|·|·|·|·|33/1|34|·
rac_891105|hrs_7209401|no|·|·|·|·|·|·|·|·|·|·
rac_891105|hrs_6671031|no|1|1|0|0|3:56.70|236.70|5900|15/2|8.5|·
rac_891399|hrs_5820854|no|·|·|·|·|·|·|·|·|·|·
rac_891399|hrs_5203862|no|·|·|·|·|·|·|·|·|·|·
rac_891399|hrs_2869386|no|1|1|0|0|1:31.62|91.62|29500|7/1|8|·
rac_891399|hrs_5845522|no|2|2|.5|0.5|1:31.72|91.72|9500|3/1|4|·
rac_889585|hrs_7334612|no|1|1|0|0|1:2.79|62.79|3672|5/4|2.25|·
rac_889585|hrs_7334610|no|2|2|3|3|1:3.39|63.39|1723.80|20/1|21|·
rac_889585|hrs_7324735|no|3|3|3.25|6.25|1:4.04|64.04|862.24|7/2|4.5|·
rac_889585|hrs_7020282|no|4|4|2|8.25|1:4.44|64.44|431.12|2/1|3|·
rac_11745682|hrs_30455194|no|1|1|0|0|1:43.25|103.25|3245.08|9/4|3.25|·
rac_11745682|hrs_24833459|no|2|2|.5|0.5|1:43.35|103.35|1522.72|13/8F|2.625|·
rac_11745682|hrs_29227121|no|3|3|4.75|5.25|1:44.30|104.30|760.74|11/2|6.5|·
rac_11745643|hrs_42042196|no|1|1|0|0|2:28.35|148.35|3245.08|9/2|5.5|·
rac_11745643|hrs_41325396|no|3|3|.5|3.25|2:29.00|149.00|760.74|11/8F|2.375|·
rac_11745643|hrs_18866085|no|6|6|1|5.5|2:29.45|149.45|·|10/1|11|·
rac_11745643|hrs_412653059|no|7|7|7|12.5|2:30.85|150.85|·|150/1|151|·
rac_10975861|hrs_29523151|no|·|·|·|·|·|·|·|·|·|·
rac_10975861|hrs_30122911|no|·|·|·|·|·|·|·|·|·|·
rac_10975861|hrs_26408816|yes|·|·|·|·|·|·|·|·|·|·
`

/** ra_race_results: the result's own values; its sex is the code, its currency that of the sign or of the region. */
export const placed = `
race_id|horse_id|race_date|horse_name|position|position_code|sp|sp_decimal|is_favourite|btn|ovr_btn|time_seconds|time_display|official_rating|rpr|tsr|prize_won|prize_currency|sex|weight_lbs|draw
rac_889429|hrs_2903592|2025-04-01|Flagrant Delitiep|·|PU|100/1|101|no|·|·|·|·|94|·|·|·|·|G|163|·
rac_889429|hrs_3254690|2025-04-01|Viroflay|1|1|67/100|1.67|no|0|0|306.10|5:6.10|118|·|·|2566.50|GBP|G|163|·
rac_889429|hrs_2218462|2025-04-01|Fan De Blues|4|4|11/1|12|no|5.5|43|314.70|5:14.70|135|·|·|321|GBP|G|166|·
rac_889582|hrs_5973536|2025-04-01|Style King|2|2|9/1|10|no|0.75|0.75|73.47|1:13.47|67|·|·|2456|GBP|G|134|8
rac_891314|hrs_5021491|2025-03-27|Heidis Frontiere|·|BD|4/1|5|no|·|·|·|·|86|·|·|·|·|M|154|·
rac_891314|hrs_6635745|2025-03-27|Tir Og|·|F|8/1|9|no|·|·|·|·|89|·|·|·|·|F|142|·
rac_891314|hrs_4954070|2025-03-27|Bossofthebus|·|UR|7/2|4.5|no|·|·|·|·|96|·|·|·|·|G|159|·
rac_891314|hrs_4173259|2025-03-27|Tingarran Express|1|1|8/1|9|no|0|0|293.30|4:53.30|95|102|·|5900|EUR|M|163|·
rac_891105|hrs_6802989|2025-03-27|Ace Brannigan|·|CO|5/1|6|no|·|·|·|·|·|·|·|·|·|G|161|·
rac_891105|hrs_6671031|2025-03-27|Sunny South West|1|1|15/2|8.5|no|0|0|236.70|3:56.70|·|108|·|5900|EUR|G|161|·
rac_891399|hrs_2869386|2025-03-29|Big Gossey|1|1|7/1|8|no|0|0|91.62|1:31.62|106|111|·|29500|EUR|G|135|9
rac_891399|hrs_5845522|2025-03-29|Camille Pissarro|2|2|3/1|4|no|0.5|0.5|91.72|1:31.72|114|114|·|9500|EUR|C|129|5
rac_889585|hrs_7324735|2025-04-01|Tamather|3|3|7/2|4.5|no|3.25|6.25|64.04|1:4.04|·|·|·|862.24|GBP|C|129|6
rac_11745682|hrs_30455194|2025-10-07|Create|1|1|9/4|3.25|no|0|0|103.25|1:43.25|47|57|2|3245.08|GBP|M|122|8
rac_11745682|hrs_24833459|2025-10-07|Fire Eyes|2|2|13/8F|2.625|yes|0.5|0.5|103.35|1:43.35|59|68|13|1522.72|GBP|M|134|6
rac_11745682|hrs_29227121|2025-10-07|King Sharja|3|3|11/2|6.5|no|4.75|5.25|104.30|1:44.30|57|55|·|760.74|GBP|G|132|5
rac_11745643|hrs_41325396|2025-10-07|Mr Nugget|3|3|11/8F|2.375|yes|0.5|3.25|149.00|2:29.00|58|62|·|760.74|GBP|G|133|3
rac_11745643|hrs_412653059|2025-10-07|Tilsworth Silver|7|7|150/1|151|no|7|12.5|150.85|2:30.85|46|32|·|·|·|G|114|5
`

/** Those whose rows must not be in ra_race_results: declared, but in no result. */
export const unplaced = [
  'hrs_1451624',
  'hrs_2644693',
  'hrs_58950405',
  'hrs_4552159',
  'hrs_4455466',
  'hrs_7209401',
  'hrs_5820854',
  'hrs_5203862',
  'hrs_26408816',
]
