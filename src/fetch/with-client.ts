import type { Client, ClientOptions } from './client.ts'
import { createClient } from './client.ts'

/** How single calls fetch: with a client of the caller's, or one made for the call. */
export type FetchOptions = ClientOptions & { readonly client?: Client | undefined }

/** Runs with the client that was given, or with one that is closed afterwards: who made it closes it. */
export async function withClient<Result>(options: FetchOptions, run: (client: Client) => Promise<Result>): Promise<Result> {
  if (options.client !== undefined) return run(options.client)
  await using client = createClient(options)
  return await run(client)
}
