/**
 * The websocket frames of the program, registered by the rooms that speak them, and written down as AsyncAPI 3.0 from the
 * same zod schemas that check them.
 */
import { z } from 'zod'

export type FrameChannel = {
  readonly name: string
  /** Address of the websocket. */
  readonly path: string
  /** What the server sends: a union of objects told apart by `type`. */
  readonly send: z.ZodType
  /** What the server receives. */
  readonly receive: z.ZodType
  readonly description?: string
}

const channels = new Map<string, FrameChannel>()

/** A second registration under one name replaces the first, as a second server in one process does. */
export function registerFrames(channel: FrameChannel): void {
  channels.set(channel.name, channel)
}

export type FrameMessage = { readonly name: string; readonly schema: Record<string, unknown> }

/** One message for each member of the union, named by its `type`. */
export function messagesOf(union: z.ZodType, io: 'input' | 'output'): FrameMessage[] {
  return membersOf(union).map((member, index) => {
    const { $schema: _, ...schema } = z.toJSONSchema(member, { io, unrepresentable: 'any' }) as Record<string, unknown>
    return { name: nameOf(schema) ?? `message${index + 1}`, schema }
  })
}

function membersOf(schema: z.ZodType): z.ZodType[] {
  const { def } = schema._zod as { def: { type: string; options?: z.ZodType[] } }
  return def.type === 'union' && def.options ? def.options.flatMap(membersOf) : [schema]
}

function nameOf(schema: Record<string, unknown>): string | undefined {
  const properties = schema['properties'] as Record<string, { const?: unknown }> | undefined
  const name = properties?.['type']?.const ?? properties?.['kind']?.const
  return typeof name === 'string' ? name : undefined
}

export function registeredChannels(): readonly FrameChannel[] {
  return [...channels.values()].sort((a, b) => a.name.localeCompare(b.name))
}

/** The whole document; `send` is what the server sends, which AsyncAPI says from the server's side as well. */
export function asyncApiDocument(version: string): Record<string, unknown> {
  const described = registeredChannels().map((channel) => ({
    channel,
    sent: messagesOf(channel.send, 'output'),
    received: messagesOf(channel.receive, 'input'),
  }))
  const key = (direction: string, message: FrameMessage) => `${direction}.${message.name}`
  const asMessages = (direction: string, messages: FrameMessage[]) =>
    messages.map((message) => [key(direction, message), { name: message.name, payload: message.schema }] as const)
  const operation = (name: string, action: 'send' | 'receive', messages: FrameMessage[]) => ({
    action,
    channel: { $ref: `#/channels/${name}` },
    messages: messages.map((message) => ({ $ref: `#/channels/${name}/messages/${key(action, message)}` })),
  })
  return {
    asyncapi: '3.0.0',
    info: { title: 'murojaat, live frames', version, description: 'JSON text frames over websocket, one object each.' },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      described.map(({ channel, sent, received }) => [
        channel.name,
        {
          address: channel.path,
          ...(channel.description !== undefined && { description: channel.description }),
          messages: Object.fromEntries([...asMessages('send', sent), ...asMessages('receive', received)]),
        },
      ]),
    ),
    operations: Object.fromEntries(
      described.flatMap(({ channel: { name }, sent, received }) => [
        [`${name}.send`, operation(name, 'send', sent)],
        [`${name}.receive`, operation(name, 'receive', received)],
      ]),
    ),
  }
}
