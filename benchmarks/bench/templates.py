"""The templates that Gatehouse is measured with, written where they are needed: they differ in numbers only."""

import json
from pathlib import Path

HANDLER = """const works = Number(process.env.WORKS_MS);
const work = () => new Promise((done) => setTimeout(done, works));
exports.handler = async (event) => (works && await work(), {
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ path: event.rawPath, client: event.requestContext.authorizer?.jwt?.claims.client_id }),
});
"""


def write(file: Path, *, routes: int = 0, backend: int | None = None,
          function: bool = False, url: bool = False, works_ms: int = 0, reserved: int | None = None) -> Path:
    """A pool with one client, and an API with one locked route, `GET /players`, that answers
    from the backend or from the function; `routes` more beside it, locked the same way.

    :param works_ms: how long the function takes
    :param reserved: its reserved concurrency
    """
    resources = pool()
    if backend is not None or function:
        resources |= api(backend, routes)
    if function or url:
        resources |= lambda_function(works_ms, reserved)
    if url:
        resources |= function_url()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"Resources": resources}, indent=1))
    return file


def resource(kind: str, properties: dict, **more) -> dict:
    return {"Type": kind, "Properties": properties, **more}


def ref(name: str) -> dict:
    return {"Ref": name}


def get(name: str, attribute: str) -> dict:
    return {"Fn::GetAtt": [name, attribute]}


def pool() -> dict:
    return {
        "Pool": resource("AWS::Cognito::UserPool", {"UserPoolName": "players"}),
        "Domain": resource("AWS::Cognito::UserPoolDomain", {"UserPoolId": ref("Pool"), "Domain": "bench-players"}),
        "Scopes": resource("AWS::Cognito::UserPoolResourceServer", {
            "UserPoolId": ref("Pool"), "Identifier": "players", "Name": "players",
            "Scopes": [{"ScopeName": "read", "ScopeDescription": "read"}]}),
        "Client": resource("AWS::Cognito::UserPoolClient", {
            "UserPoolId": ref("Pool"), "ClientName": "client", "GenerateSecret": True,
            "AllowedOAuthFlows": ["client_credentials"], "AllowedOAuthFlowsUserPoolClient": True,
            "AllowedOAuthScopes": ["players/read"]}, DependsOn="Scopes"),
    }


def api(backend: int | None, routes: int) -> dict:
    integration = {"ApiId": ref("Api")} | ({
        "IntegrationType": "HTTP_PROXY", "IntegrationMethod": "ANY", "PayloadFormatVersion": "1.0",
        "IntegrationUri": f"http://127.0.0.1:{backend}/players"} if backend is not None else {
        "IntegrationType": "AWS_PROXY", "IntegrationUri": get("Echo", "Arn"), "PayloadFormatVersion": "2.0"})
    limits = {"ThrottlingRateLimit": 1000000, "ThrottlingBurstLimit": 1000000}
    made = {
        "Api": resource("AWS::ApiGatewayV2::Api", {"Name": "players", "ProtocolType": "HTTP"}),
        "Stage": resource("AWS::ApiGatewayV2::Stage", {
            "ApiId": ref("Api"), "StageName": "$default", "AutoDeploy": True}),
        "Tokens": resource("AWS::ApiGatewayV2::Authorizer", {
            "ApiId": ref("Api"), "AuthorizerType": "JWT", "Name": "tokens",
            "IdentitySource": ["$request.header.Authorization"],
            "JwtConfiguration": {"Issuer": get("Pool", "ProviderURL"), "Audience": [ref("Client")]}}),
        "Integration": resource("AWS::ApiGatewayV2::Integration", integration),
    }
    for key in ["GET /players", *(f"GET /teams/{i}/players/{{id}}" for i in range(routes))]:
        made["Route" + "".join(c for c in key if c.isalnum())] = resource("AWS::ApiGatewayV2::Route", {
            "ApiId": ref("Api"), "RouteKey": key, "Target": {"Fn::Join": ["/", ["integrations", ref("Integration")]]},
            "AuthorizationType": "JWT", "AuthorizerId": ref("Tokens"), "AuthorizationScopes": ["players/read"]})
    return made


def lambda_function(works_ms: int, reserved: int | None) -> dict:
    limit = {} if reserved is None else {"ReservedConcurrentExecutions": reserved}
    return {
        "Role": resource("AWS::IAM::Role", {"AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
                           "Action": "sts:AssumeRole"}]}}),
        "Echo": resource("AWS::Lambda::Function", {
            "Runtime": "nodejs20.x", "Handler": "index.handler", "Role": get("Role", "Arn"),
            "Code": {"ZipFile": HANDLER}, "Environment": {"Variables": {"WORKS_MS": str(works_ms)}}} | limit),
        "Permission": resource("AWS::Lambda::Permission", {
            "Action": "lambda:InvokeFunction", "FunctionName": ref("Echo"), "Principal": "apigateway.amazonaws.com"}),
    }


def function_url() -> dict:
    return {"Url": resource("AWS::Lambda::Url", {"TargetFunctionArn": get("Echo", "Arn"), "AuthType": "AWS_IAM"})}
