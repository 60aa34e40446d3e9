/** Requests and messages for unit tests: believable defaults, one thing changed at a time. */
import type { MessageView, RequestSummary } from '#contracts'

export function aRequest(given: Partial<RequestSummary> & { id: string }): RequestSummary {
  return {
    number: 'M-2026-000001',
    contactId: 'c1',
    contactName: 'Aziza Karimova',
    channel: 'telegram',
    visibility: 'private',
    status: 'open',
    type: 'complaint',
    secondType: null,
    priority: 'high',
    topic: 'card_block',
    language: 'uz-Latn',
    needsIdentity: false,
    departmentId: 'd1',
    holderKind: 'queue',
    holderOperatorId: null,
    holderName: null,
    holderVersion: 1,
    isConfirmed: false,
    openedAt: '2026-11-20T09:00:00.000Z',
    closedAt: null,
    outcome: null,
    pauseReason: null,
    reopenCount: 0,
    waitingSince: null,
    nextDueAt: null,
    clocks: [],
    lastMessage: null,
    lastClientSeq: 1,
    updatedAt: '2026-11-20T09:00:00.000Z',
    ...given,
  }
}

export function aMessage(given: Partial<MessageView> & { id: string }): MessageView {
  return {
    conversationId: 'v1',
    requestId: 'a',
    channel: 'telegram',
    visibility: 'private',
    seq: 1,
    authorKind: 'client',
    authorName: null,
    authorId: null,
    kind: 'text',
    text: 'kartam bloklandi',
    maskedKinds: [],
    content: {},
    attachments: [],
    templateVersionId: null,
    isTemplateEdited: false,
    sentAt: '2026-11-20T09:00:00.000Z',
    receivedAt: '2026-11-20T09:00:00.000Z',
    editedAt: null,
    deletedAt: null,
    revisions: [],
    delivery: null,
    ...given,
  }
}
