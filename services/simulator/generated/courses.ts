/** A racecourse, or the all-weather track of one: the API lists them apart. */
export interface Course {
  readonly id: string
  /** As the API prints it: `Southwell (AW)`, `Clonmel (IRE)`. */
  readonly name: string
  /** Three letters, as in the sport's own lists. */
  readonly code: string
  readonly region: 'GB' | 'IRE'
  readonly flat: boolean
  readonly jumps: boolean
  readonly allWeather: boolean
  /** How good its racing is, 1–5. */
  readonly quality: number
  /** First and last year of racing on it. */
  readonly from: number
  readonly until: number
  readonly index: number
}

// name|code|kind (F flat, J jumps, B both, A all-weather)|quality|from|until
const british = `Aintree|AIN|J|5
Ascot|ASC|B|5
Ayr|AYR|B|3
Bangor-on-Dee|BAN|J|2
Bath|BAT|F|1
Beverley|BEV|F|2
Brighton|BRI|F|1
Carlisle|CAR|B|2
Cartmel|CTM|J|1
Catterick|CAT|B|1
Cheltenham|CHE|J|5
Chepstow|CHP|B|3
Chester|CHC|F|4
Doncaster|DON|B|4
Epsom|EPS|F|4
Exeter|EXE|J|2
Fakenham|FAK|J|1
Ffos Las|FFL|B|2|2009
Folkestone|FOL|B|1|1988|2012
Fontwell|FON|J|2
Goodwood|GOO|F|5
Hamilton|HAM|F|2
Haydock|HAY|B|4
Huntingdon|HUN|J|2
Kelso|KEL|J|2
Kempton|KEM|J|4
Leicester|LEI|B|2
Lingfield|LIN|B|2
Ludlow|LUD|J|2
Market Rasen|MKR|J|2
Musselburgh|MUS|B|3
Newbury|NBY|B|5
Newcastle|NCS|B|3
Newmarket|NMK|F|5
Nottingham|NOT|F|2
Perth|PER|J|2
Pontefract|PON|F|2
Ripon|RIP|F|2
Sandown|SAN|B|5
Sedgefield|SED|J|1
Thirsk|THI|F|2
Uttoxeter|UTT|J|2
Windsor|WND|F|2
York|YOR|F|5
Chelmsford (AW)|CHM|A|2|2015
Kempton (AW)|KEM|A|3|2006
Lingfield (AW)|LIN|A|2|1989
Newcastle (AW)|NCS|A|3|2016
Southwell (AW)|SOU|A|1|1989
Wolverhampton (AW)|WOL|A|1|1993`

const irish = `Ballinrobe|BAL|B|1
Clonmel|CLO|J|1
Cork|COR|B|3
Curragh|CUR|F|5
Down Royal|DOW|B|3
Fairyhouse|FAI|B|4
Galway|GAL|B|4
Gowran Park|GOW|B|2
Killarney|KLY|B|2
Leopardstown|LEO|B|5
Limerick|LIM|B|3
Listowel|LIS|B|2
Naas|NAA|B|3
Navan|NAV|B|3
Punchestown|PUN|J|5
Roscommon|ROS|B|1
Tipperary|TIP|B|2
Dundalk (AW)|DUN|A|2|2007`

function readCourses(table: string, region: 'GB' | 'IRE', firstIndex: number): Course[] {
  return table.split('\n').map((line, i) => {
    const [name = '', code = '', kind = '', quality = '', from = '1900', until = '2999'] = line.split('|')
    return {
      id: `crs_${900_001 + firstIndex + i}`,
      name: region === 'IRE' ? `${name} (IRE)` : name,
      code,
      region,
      flat: kind === 'F' || kind === 'B',
      jumps: kind === 'J' || kind === 'B',
      allWeather: kind === 'A',
      quality: Number(quality),
      from: Number(from),
      until: Number(until),
      index: firstIndex + i,
    }
  })
}

const inBritain = readCourses(british, 'GB', 0)

/** 61 racecourses and 7 all-weather tracks of Britain and Ireland. */
export const courses: readonly Course[] = [...inBritain, ...readCourses(irish, 'IRE', inBritain.length)]
