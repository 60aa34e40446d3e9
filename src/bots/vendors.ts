/** Every vendor whose accounts are set up in the console: a new one is a line here. */
import { metaVendor } from './meta/meta-vendor.ts'
import type { Vendor } from './vendor.ts'
import { vkVendor } from './vk/vk-vendor.ts'

export const vendors: readonly Vendor[] = [metaVendor, vkVendor]
