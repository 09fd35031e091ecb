package dev.gatehouse.playerfc.stack;

import static java.util.Objects.requireNonNull;
import static software.amazon.awscdk.services.apigatewayv2.HttpMethod.DELETE;
import static software.amazon.awscdk.services.apigatewayv2.HttpMethod.GET;
import static software.amazon.awscdk.services.apigatewayv2.HttpMethod.PATCH;
import static software.amazon.awscdk.services.apigatewayv2.HttpMethod.POST;

import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpUserPoolAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.logs.LogGroup;

/// The single entrance: five routes, each behind the JWT authorizer **and** the scope.
///
/// The tutorial that this sample follows asks its routes for no scope, so any access token of the
/// client would pass, whatever it was issued for. Here authorizer and scope are the API's defaults:
/// a route added later is locked the same way, unless someone opens it on purpose.
final class PlayersHttpApi {
  // A refused caller learns nothing; the owner reads the authorizer's reason here.
  private static final String ACCESS_LOG_LINE =
      """
      {"requestId":"$context.requestId","time":"$context.requestTime","ip":"$context.identity.sourceIp",\
      "route":"$context.routeKey","status":"$context.status","clientId":"$context.authorizer.claims.client_id",\
      "authorizerError":"$context.authorizer.error","integrationError":"$context.integrationErrorMessage"}\
      """;

  private static final int CALLS_PER_SECOND = 1000;
  private static final int CALLS_AT_ONCE = 2000;

  private PlayersHttpApi() {}

  static HttpApi of(Stack stack, Function function, IdentityProvider identity, LogGroup accessLog) {
    var authorizer =
        HttpUserPoolAuthorizer.Builder.create("JwtAuthorizer", identity.pool())
            .userPoolClients(List.of(identity.client()))
            .identitySource(List.of("$request.header.Authorization"))
            .build();
    var api =
        HttpApi.Builder.create(stack, "HttpApi")
            .apiName("PlayerFCHttpApi")
            .description("The players API behind OAuth 2.0 client credentials")
            .defaultAuthorizer(authorizer)
            .defaultAuthorizationScopes(List.of(IdentityProvider.FULL_ACCESS))
            .build();
    logAndLimit(api, accessLog);
    var players = new HttpLambdaIntegration("PlayersIntegration", function);
    api.addRoutes(
        AddRoutesOptions.builder()
            .path("/players")
            .methods(List.of(GET, POST))
            .integration(players)
            .build());
    api.addRoutes(
        AddRoutesOptions.builder()
            .path("/players/{player_id}")
            .methods(List.of(GET, PATCH, DELETE))
            .integration(players)
            .build());
    return api;
  }

  // The default stage's construct has no such settings, its resource has.
  private static void logAndLimit(HttpApi api, LogGroup group) {
    var node = requireNonNull(api.getDefaultStage()).getNode().getDefaultChild();
    var stage = (CfnStage) requireNonNull(node);
    stage.setAccessLogSettings(
        CfnStage.AccessLogSettingsProperty.builder()
            .destinationArn(group.getLogGroupArn())
            .format(ACCESS_LOG_LINE)
            .build());
    // A tenth of what the account may: the rest is left to its other APIs.
    stage.setDefaultRouteSettings(
        CfnStage.RouteSettingsProperty.builder()
            .throttlingRateLimit(CALLS_PER_SECOND)
            .throttlingBurstLimit(CALLS_AT_ONCE)
            .build());
  }
}
