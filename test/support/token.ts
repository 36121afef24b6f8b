import { marker } from '../../.config/leaks.mjs';

/** The API token of all tests. It must never show up in anything that is printed or written. */
export const token = `dop_v1_${marker}0123456789abcdef`;

/** The API token of all tests at Hetzner Cloud. */
export const hcloudToken = `hcloud-${marker}0123456789abcdef`;

/** The key pair of all tests at Tencent Cloud; what is said above holds for the key. */
export const secretId = 'AKIDtests';
export const secretKey = `${marker}secretkey0123456789`;

/** The key pair of all tests at AWS; what is said above holds for the secret key. */
export const accessKeyId = 'AKIATESTS';
export const secretAccessKey = `${marker}secretaccesskey0123456789`;

/** The secret of the application credential of all tests at OpenStack, and what its tokens begin with. */
export const openstackSecret = `${marker}openstack0123456789`;
export const openstackTokens = `gAAAAA${marker}-`;
