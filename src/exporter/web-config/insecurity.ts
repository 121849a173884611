import type { WebConfig } from './web-config.js';

/** What somebody who wrote this configuration should know, if anything. */
export function insecurity(file: string, { users, tls }: WebConfig): string | undefined {
  if (users.size === 0 || tls) return undefined;
  return `web config ${file}: "basic_auth_users" without "tls_server_config": passwords are sent in plain text, for anybody on the way to read`;
}
