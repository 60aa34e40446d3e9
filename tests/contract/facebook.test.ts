import { createFacebookChannel, graphRefusals, type MetaEmulator } from '#bots'
import { type ChannelDriver, channelContract } from './channel-contract.ts'
import { openMeta } from './meta-driver.ts'

const author = { id: '7100000000000000931', name: 'Dilnoza' }

async function openFacebook(): Promise<ChannelDriver> {
  const meta = await openMeta({
    kind: 'facebook',
    externalId: ({ accounts }: MetaEmulator) => accounts.page.pageId,
    credentials: ({ accounts }: MetaEmulator) => accounts.page,
    create: createFacebookChannel,
  })
  const { world, emulator } = meta
  const { pageId } = emulator.accounts.page
  const postId = `${pageId}_913`
  const entry = (field: string, value: object) => ({
    id: pageId,
    time: Math.floor(world.clock.now().getTime() / 1000),
    changes: [{ field, value }],
  })
  const feed = (id: number, verb: string, more: object) =>
    entry('feed', {
      item: 'comment',
      verb,
      comment_id: `913_${id}`,
      post_id: postId,
      parent_id: postId,
      from: author,
      created_time: Math.floor(world.clock.now().getTime() / 1000),
      ...more,
    })
  const say = (id: number, text: string) => {
    emulator.comment('facebook', author, text, { as: `913_${id}`, postId })
    return meta.tell('page', feed(id, 'add', { message: text }))
  }
  let isBlocking = false
  return {
    world,
    say,
    edit: (id, text) => meta.tell('page', feed(id, 'edited', { message: text })),
    canEdit: true,
    async sayUnsigned(text) {
      const wrong = await meta.tell('page', feed(901, 'add', { message: text }), 'another app’s secret')
      const body = JSON.stringify({ object: 'page', entry: [feed(902, 'add', { message: text })] })
      const absent = await meta.post(body, { 'content-type': 'application/json' })
      return wrong.status === absent.status ? wrong : { status: 0 }
    },
    sayMalformed: () => meta.signed('page', { object: 'page' }),
    sayUnknownKind: () => meta.tell('page', entry('ratings', { item: 'rating', verb: 'add', review_text: 'Yaxshi bank' })),
    keepsUnknown: true,
    async sendOversized() {
      emulator.state.files.set('big', { bytes: new Uint8Array(26 * 1024 * 1024), mimeType: 'image/png' })
      await meta.tell('page', feed(950, 'add', { photo: `${emulator.url}/_files/big` }))
      await world.settle()
      const rows = await world.rows<{ state: string }>('SELECT state FROM attachment')
      return rows[0]?.state === 'refused' ? 'refused' : { status: 0 }
    },
    specimen: () => ({ object: 'page', entry: [feed(970, 'add', { message: 'Salom' })] }),
    hurl: (payload) => meta.signed('page', payload),
    heard: async () =>
      [...emulator.state.comments.values()].filter((comment) => comment.authorId === pageId).map((comment) => comment.text),
    vendor: {
      saysTooMany: (retryAfterS) =>
        emulator.faults.strike('comments', { kind: 'refuse', refusal: graphRefusals.tooMany(32, retryAfterS) }),
      dropsAfterAccept: () => emulator.faults.strike('comments', { kind: 'drop_after_accept' }),
      clientBlocks: async () => {
        isBlocking = true
        emulator.faults.strike('comments', { kind: 'refuse', refusal: graphRefusals.notAvailable() })
      },
      async clientUnblocks() {
        if (isBlocking) await say(9999, 'Yana shu yerdaman')
      },
    },
    close: () => meta.close(),
  }
}

channelContract('facebook', true, openFacebook)
