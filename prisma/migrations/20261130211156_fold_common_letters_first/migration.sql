-- The same folding, the common letters first: the table is walked for every letter, and this halves the time. What comes out is
-- the same to the byte, so the indexes over it stay as they are.
CREATE OR REPLACE FUNCTION inbox_fold(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT replace(replace(replace(replace(replace(replace(replace(replace(replace(translate(normalize(given, NFC),
    ' aionerltsmkdubghyzpjvcfwxqаоиенртсвлмкдпуйяюёзбгчшщыэжхцфўқғҳіїєәөүұңһABCDEFGHIJKLMNOPQRSTUVWXYZ.,-?!:АОИЕНРТСВЛМКДПУЙЯЮЁЗБГЧШЩЫЭЖХЦФЎҚҒҲІЇЄӘӨҮҰҢҺ_/;@()[]{}<>|&*+=~"#%^$\«»“”„—–…•№şçğñıŞÇĞÑİáàâäãéèêëíìîïóòôöõúùûüýъьЪЬ''ʻʼ‘’`´ʹ′ʽ',
    ' aionerltsmkdubghyzpjvcfwhkaoienrtsvlmkdpuyяюёzbgcwwiejhsfokghiieaouunhabcdefghijklmnopkrstuvwhyz      aoienrtsvlmkdpuyяюёzbgcwwiejhsfokghiieaouunh                                  wcgniwcgniaaaaaeeeeiiiiooooouuuuy'),
    'sh', 'w'), 'ch', 'c'), 'kh', 'h'), 'zh', 'j'), 'ts', 's'), 'ё', 'yo'), 'ю', 'yu'), 'я', 'ya'), 'ye', 'e')
$$;
