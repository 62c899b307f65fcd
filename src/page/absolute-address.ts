import { limits } from '../base/limits.ts'

/** An http, https or ftp URL that names its host. */
export function isAbsoluteAddress(address: string): boolean {
  return address.length <= limits.urlInputLength && /^(?:https?|ftps?):\/\/[^/?#]/i.test(address) && URL.canParse(address)
}
