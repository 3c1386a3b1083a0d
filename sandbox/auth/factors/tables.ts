/** What Supabase Auth keeps of second factors, beside the stand-in's own tables. */
export const factorTables = `
CREATE TABLE IF NOT EXISTS auth.mfa_factors (
  id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id            uuid NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
  friendly_name      text NOT NULL,
  factor_type        text NOT NULL DEFAULT 'totp',
  status             text NOT NULL DEFAULT 'unverified',
  secret             text NOT NULL,
  last_challenged_at timestamptz,
  created_at         timestamptz NOT NULL DEFAULT now(),
  updated_at         timestamptz NOT NULL DEFAULT now(),
  UNIQUE (user_id, friendly_name)
);
CREATE TABLE IF NOT EXISTS auth.mfa_challenges (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  factor_id   uuid NOT NULL REFERENCES auth.mfa_factors(id) ON DELETE CASCADE,
  verified_at timestamptz,
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS auth.mfa_amr_claims (
  session_id            uuid NOT NULL REFERENCES auth.sessions(id) ON DELETE CASCADE,
  authentication_method text NOT NULL,
  updated_at            timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (session_id, authentication_method)
);
`;
