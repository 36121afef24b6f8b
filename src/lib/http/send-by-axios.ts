import axios from 'axios';
import type { AxiosRequestConfig } from 'axios';

import type { HttpReply, HttpRequest } from './http-request.ts';
import { plainHeaders } from './plain-headers.ts';

/** Sends a request by axios, which knows proxies, and whose network can be replaced. */
export async function sendByAxios(
  { method, url, body }: Pick<HttpRequest, 'method' | 'url' | 'body'>,
  headers: Readonly<Record<string, string>>,
  config: AxiosRequestConfig,
): Promise<HttpReply> {
  const response = await axios.request<string>({
    ...config,
    method,
    url,
    headers,
    ...(body === undefined ? {} : { data: body }),
    responseType: 'text',
    validateStatus: () => true,
  });
  return {
    status: response.status,
    headers: plainHeaders(response.headers),
    body: response.data,
  };
}
