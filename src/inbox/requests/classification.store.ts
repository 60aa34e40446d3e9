import type { Classification, Priority, RequestType } from '#contracts'
import type { MessageId, OperatorId, RequestId } from '#kernel'
import type { Prisma, Tx } from '#platform'

export async function insertOpinion(
  tx: Tx,
  input: { id: string; requestId: RequestId; messageId: MessageId; classification: Classification; at: Date },
): Promise<void> {
  const { probabilities, reasons, ...opinion } = input.classification
  await tx.classificationRecord.create({
    data: {
      ...opinion,
      probabilities: probabilities as Prisma.InputJsonObject,
      reasons: reasons as unknown as Prisma.InputJsonArray,
      id: input.id,
      requestId: input.requestId,
      messageId: input.messageId,
      at: input.at,
    },
  })
}

/** What a person made of the opinion in force; the model learns from the difference. */
export async function recordCorrection(
  tx: Tx,
  classificationId: string | null,
  to: {
    type: RequestType
    priority: Priority
    topic: string
    operatorId: OperatorId | null
    at: Date
    reason: string | null
  },
): Promise<void> {
  if (classificationId === null) return
  await tx.classificationRecord.update({
    where: { id: classificationId },
    data: {
      correctedById: to.operatorId,
      correctedAt: to.at,
      correctedType: to.type,
      correctedPriority: to.priority,
      correctedTopic: to.topic,
      correctionReason: to.reason,
    },
  })
}
