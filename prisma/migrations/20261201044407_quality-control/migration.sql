-- CreateTable
CREATE TABLE "quality_card" (
    "version" INTEGER NOT NULL,
    "card" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,

    CONSTRAINT "quality_card_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "quality_sample" (
    "id" UUID NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE NOT NULL,
    "seed" TEXT NOT NULL,
    "plan" JSONB NOT NULL,
    "population" INTEGER NOT NULL,
    "drawn_by_id" UUID NOT NULL,
    "drawn_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quality_sample_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quality_task" (
    "id" UUID NOT NULL,
    "sample_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "operator_id" UUID NOT NULL,
    "why" TEXT NOT NULL,
    "risks" TEXT[],
    "is_double" BOOLEAN NOT NULL,

    CONSTRAINT "quality_task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quality_score" (
    "id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "operator_id" UUID NOT NULL,
    "department_id" UUID NOT NULL,
    "reviewer_id" UUID NOT NULL,
    "card_version" INTEGER NOT NULL,
    "marks" JSONB NOT NULL,
    "total" DOUBLE PRECISION NOT NULL,
    "is_zeroed" BOOLEAN NOT NULL,
    "note" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "contest" TEXT,
    "contested_at" TIMESTAMPTZ(3),
    "decision" TEXT,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "decision_note" TEXT,

    CONSTRAINT "quality_score_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "quality_sample_drawn_at_idx" ON "quality_sample"("drawn_at");

-- CreateIndex
CREATE UNIQUE INDEX "quality_task_request_id_key" ON "quality_task"("request_id");

-- CreateIndex
CREATE INDEX "quality_task_sample_id_idx" ON "quality_task"("sample_id");

-- CreateIndex
CREATE INDEX "quality_score_at_idx" ON "quality_score"("at");

-- CreateIndex
CREATE INDEX "quality_score_operator_id_at_idx" ON "quality_score"("operator_id", "at");

-- CreateIndex
CREATE INDEX "quality_score_request_id_idx" ON "quality_score"("request_id");

-- CreateIndex
CREATE UNIQUE INDEX "quality_score_task_id_reviewer_id_key" ON "quality_score"("task_id", "reviewer_id");
