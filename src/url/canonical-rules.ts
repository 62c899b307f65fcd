/** What a user may take off URLs beyond RFC 3986 equivalence. Each rule can merge pages that differ: all are off by default. */
export type CanonicalRules = {
  /** Drop parameters that only tell advertisers where a click came from (`trackingParameters`). */
  readonly tracking?: boolean
  /** Drop session identifiers from path and query. */
  readonly session?: boolean
  /** Order parameters by name; parameters of one name keep their order. */
  readonly sortQuery?: boolean
  /** Names of further parameters to drop: decoded, case-sensitive. */
  readonly dropParameters?: readonly string[]
}

/** Applies the rules to a canonical URL. The result may hold new dot segments in its path: the caller parses it again. */
export function applyRules(url: string, rules: CanonicalRules): string {
  const mark = url.indexOf('?')
  const query = mark < 0 ? '' : queryWithout(url.slice(mark + 1), rules)
  const whole = mark < 0 ? url : url.slice(0, mark)
  const slash = whole.indexOf('/', 8)
  const path = rules.session ? whole.slice(0, slash) + withoutSession(whole.slice(slash)) : whole
  return query === '' ? path : `${path}?${query}`
}

/**
 * Click identifiers, lower case, with the service whose documentation names them. Anything that begins with `utm_` (Google Analytics)
 * counts too.
 */
export const trackingParameters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'Google Ads and Analytics': 'gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid _ga _gl',
    Meta: 'fbclid igshid igsh',
    'Microsoft Advertising': 'msclkid',
    'X Ads': 'twclid',
    'TikTok Ads': 'ttclid',
    'LinkedIn Ads': 'li_fat_id',
    'Pinterest Ads': 'epik',
    'Snap Ads': 'sccid',
    Yandex: 'yclid _openstat ymclid',
    Mailchimp: 'mc_cid mc_eid',
    HubSpot: '_hsenc _hsmi __hssc __hstc __hsfp hsctatracking',
    'Adobe Marketo': 'mkt_tok',
    MailerLite: 'ml_subscriber ml_subscriber_hash',
    Omeda: 'oly_enc_id oly_anon_id',
    Vero: 'vero_id vero_conv',
    Matomo:
      'mtm_campaign mtm_source mtm_medium mtm_keyword mtm_content mtm_cid mtm_group mtm_placement pk_campaign pk_kwd pk_source pk_medium',
    'Impact, Zanox, Wicked Reports': 'irclickid zanpid wickedid',
  }).flatMap(([service, names]) => names.split(' ').map(name => [name, service] as const)),
)

/**
 * Session parameters of the common servers: Servlet (Jakarta Servlet section 7.1), PHP (session.name), ASP, ColdFusion, phpBB and
 * osCommerce.
 * `sid` and its like also name stories and sections, so their value must look like a token.
 */
const sessionNames = /^(?:jsessionid|phpsessid|aspsessionid[a-z]{8}|asp\.net_sessionid|cfid|cftoken|oscsid|zenid)$/
const perhapsSessionNames = /^(?:s|sid|session|sessionid|session_id)$/
const sessionToken = /^(?=.*\d)[0-9a-z_-]{16,}$/i

function queryWithout(query: string, rules: CanonicalRules): string {
  const parameters = query.split('&').filter(parameter => !isDropped(parameter, rules))
  if (!rules.sortQuery) return parameters.join('&')
  return parameters
    .map(parameter => ({ parameter, name: parameter.split('=', 1)[0]! }))
    .sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0))
    .map(({ parameter }) => parameter)
    .join('&')
}

function isDropped(parameter: string, { tracking, session, dropParameters }: CanonicalRules): boolean {
  const equals = parameter.indexOf('=')
  const given = decodeName(equals < 0 ? parameter : parameter.slice(0, equals))
  if (dropParameters?.includes(given)) return true
  const name = given.toLowerCase()
  if (tracking && (name.startsWith('utm_') || trackingParameters.has(name))) return true
  if (!session) return false
  return sessionNames.test(name) || (perhapsSessionNames.test(name) && sessionToken.test(parameter.slice(equals + 1)))
}

function decodeName(name: string): string {
  if (!name.includes('%') && !name.includes('+')) return name
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}

/** `;jsessionid=...` (Servlet) and the `/(S(...))/` segment of cookieless ASP.NET. */
function withoutSession(path: string): string {
  let kept = path
  if (kept.includes(';')) kept = kept.replace(/;jsessionid=[^/;]*/gi, '')
  if (kept.includes('/(')) kept = kept.replace(/\/\((?:[a-z]\([0-9a-z]{24}\)){1,9}\)(?=\/)/gi, '')
  return kept
}
