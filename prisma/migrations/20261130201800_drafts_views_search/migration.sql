-- CreateTable
CREATE TABLE "reply_draft" (
    "operator_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "place" TEXT NOT NULL,
    "reply" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reply_draft_pkey" PRIMARY KEY ("operator_id","request_id","place")
);

-- CreateTable
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "operator_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "reply_draft_request_id_idx" ON "reply_draft"("request_id");

-- CreateIndex
CREATE INDEX "reply_draft_written_at_idx" ON "reply_draft"("written_at");

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_operator_id_name_key" ON "saved_view"("operator_id", "name");

-- A text as search compares it: both scripts as one, apostrophes gone, x with h, q with k, punctuation as spaces. By an explicit
-- table and not by lower(), so that it is the same under any locale and may stand in an index.
CREATE FUNCTION inbox_fold(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT replace(replace(replace(replace(replace(replace(replace(replace(replace(translate(normalize(given, NFC),
    'ABCDEFGHIJKLMNOPQRSTUVWXYZxqабвгдежзийклмнопрстуфхцчшщыэўқғҳіїєәөүұңһАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЎҚҒҲІЇЄӘӨҮҰҢҺЁЮЯşçğñıŞÇĞÑİáàâäãéèêëíìîïóòôöõúùûüý-_/.,:;@!?()[]{}<>|&*+=~"#%^$\«»“”„—–…•№ъьЪЬ''ʻʼ‘’`´ʹ′ʽ',
    'abcdefghijklmnopkrstuvwhyzhkabvgdejziyklmnoprstufhscwwieokghiieaouunhabvgdejziyklmnoprstufhscwwieokghiieaouunhёюяwcgniwcgniaaaaaeeeeiiiiooooouuuuy                                        '),
    'sh', 'w'), 'ch', 'c'), 'kh', 'h'), 'zh', 'j'), 'ts', 's'), 'ё', 'yo'), 'ю', 'yu'), 'я', 'ya'), 'ye', 'e')
$$;

-- Every word of what was typed, each as a beginning: 'karta blok' finds 'kartam bloklandi'. NULL where no word is left.
CREATE FUNCTION inbox_words(typed text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT to_tsquery('simple', string_agg(quote_literal(word) || ':*', ' & '))
  FROM unnest(string_to_array(regexp_replace(btrim(inbox_fold(typed)), '\s+', ' ', 'g'), ' ')) AS t(word) WHERE word <> ''
$$;

CREATE INDEX message_words_idx ON message USING gin (to_tsvector('simple', inbox_fold(text)));
CREATE INDEX contact_words_idx ON contact USING gin (to_tsvector('simple', inbox_fold(display_name)));
-- The default order is the language's; a beginning is looked for by bytes.
CREATE INDEX request_number_start_idx ON request (lower(number) text_pattern_ops);
