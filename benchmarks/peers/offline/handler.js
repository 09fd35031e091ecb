exports.handler = async (event) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ path: event.rawPath, client: event.requestContext.authorizer.jwt.claims.client_id }),
});
