// A real OpenID Connect provider for the tests of signing in: node provider.mjs PORT REDIRECT_URI
//
// Whoever signs in as "analist" is in the group wijkpuls-analist, and so on; any password will do.
// "ander-publiek" gets a token that was made for another application, signed with the same key.
import { generateKeyPair, SignJWT, exportJWK, decodeJwt } from 'jose';
import { Provider } from 'oidc-provider';

const [port, redirectUri] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;
const { privateKey } = await generateKeyPair('RS256', { extractable: true });
const key = { ...(await exportJWK(privateKey)), kid: 'tests', alg: 'RS256', use: 'sig' };

const groupsOf = (login) => {
  if (login === 'geen-rol') return ['medewerkers'];
  if (login === 'twee-rollen') return ['wijkpuls-analist', 'wijkpuls-beleid'];
  if (login === 'ander-publiek') return ['wijkpuls-analist'];
  return ['medewerkers', `wijkpuls-${login}`];
};

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'wijkpuls',
    client_secret: 'secret-of-the-tests',
    redirect_uris: [redirectUri],
    post_logout_redirect_uris: [redirectUri],
  }],
  jwks: { keys: [key] },
  claims: { openid: ['sub', 'groups'] },
  conformIdTokenClaims: false,
  cookies: { keys: ['of-the-tests-only'] },
  findAccount: (_ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, groups: groupsOf(id) }),
  }),
});

provider.use(async (ctx, next) => {
  await next();
  if (ctx.path !== '/token' || !ctx.body?.id_token) return;
  const claims = decodeJwt(ctx.body.id_token);
  if (claims.sub !== 'ander-publiek') return;
  // azp is ours, so that only the check of the audience can stop it
  ctx.body.id_token = await new SignJWT({ ...claims, aud: 'another-app', azp: 'wijkpuls' })
    .setProtectedHeader({ alg: 'RS256', kid: 'tests' }).sign(privateKey);
});

provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
