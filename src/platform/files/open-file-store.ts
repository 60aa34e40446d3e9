import * as path from 'node:path'
import type { Config } from '../config/schema.ts'
import { createFileStore, type FileStore } from './file-store.ts'
import { createS3FileStore } from './s3-file-store.ts'
import { clamdScan, commandScan, type Scan, scanningStore } from './scanning-store.ts'

function scanOf(config: Config): Scan | null {
  if (config.CLAMD_ADDRESS !== undefined) return clamdScan(config.CLAMD_ADDRESS)
  return config.SCAN_COMMAND === undefined ? null : commandScan(config.SCAN_COMMAND)
}

function placeOf(config: Config, dataDirectory: string): FileStore {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_REGION: region, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = config
  if (endpoint === undefined || bucket === undefined || S3_ACCESS_KEY_ID === undefined || S3_SECRET_ACCESS_KEY === undefined)
    return createFileStore(path.join(dataDirectory, 'files'))
  const keys = { accessKeyId: S3_ACCESS_KEY_ID.reveal(), secretAccessKey: S3_SECRET_ACCESS_KEY.reveal() }
  return createS3FileStore({ endpoint, bucket, region, ...keys })
}

/** Where attachments are kept by the configuration, behind its scanner where one is set. */
export function openFileStore(config: Config, dataDirectory: string): FileStore {
  const store = placeOf(config, dataDirectory)
  const scan = scanOf(config)
  return scan === null ? store : scanningStore(store, scan)
}
