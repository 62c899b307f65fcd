/**
 * An HTTP-date in one of the three forms of RFC 9110 section 5.6.7; `null` for anything else: other zones than GMT, days that no month has.
 * The name of the day is not compared with the date.
 * @param now decides the century of a two-digit year, default the system's time
 */
export function parseHttpDate(value: string, now: Date = new Date()): Date | null {
  const text = value.trim()
  const fields = (imfFixdate.exec(text) ?? rfc850Date.exec(text) ?? asctimeDate.exec(text))?.groups
  if (fields === undefined) return null
  const number = (name: string) => Number(fields[name])
  const month = months.indexOf(fields.month ?? '')
  if (number('hour') > 23 || number('minute') > 59 || number('second') > 60) return null
  const timeOf = (year: number): Date | null => {
    const date = new Date(0)
    date.setUTCFullYear(year, month, number('day'))
    if (date.getUTCMonth() !== month || date.getUTCDate() !== number('day')) return null
    date.setUTCHours(number('hour'), number('minute'), number('second')) // 60, a leap second, is the next minute
    return date
  }
  if (fields.short === undefined) return timeOf(number('year'))
  // What seems more than 50 years ahead is the most recent past year with these two digits.
  const year = now.getUTCFullYear() + 50
  const latest = year - ((year - number('short')) % 100)
  const date = timeOf(latest)
  const horizon = new Date(now).setUTCFullYear(year)
  return date !== null && date.getTime() <= horizon ? date : timeOf(latest - 100)
}

/** `Sun, 06 Nov 1994 08:49:37 GMT`, the form to send. */
export function formatHttpDate(date: Date): string {
  return date.toUTCString()
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const monthName = `(?<month>${months.join('|')})`
const clockTime = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)'
const imfFixdate = new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\\d\\d) ${monthName} (?<year>\\d{4}) ${clockTime} GMT$`)
const rfc850Date = new RegExp(`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\\d\\d)-${monthName}-(?<short>\\d\\d) ${clockTime} GMT$`)
const asctimeDate = new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${monthName} (?<day>\\d\\d| \\d) ${clockTime} (?<year>\\d{4})$`)
