package dev.gatehouse.playerfc.stack;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Billing;
import software.amazon.awscdk.services.dynamodb.TableV2;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.FunctionUrl;
import software.amazon.awscdk.services.lambda.FunctionUrlAuthType;
import software.amazon.awscdk.services.lambda.FunctionUrlCorsOptions;
import software.amazon.awscdk.services.lambda.FunctionUrlOptions;
import software.amazon.awscdk.services.lambda.HttpMethod;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/// The whole system: table, function, its signed URL (phase 1: IAM) and the HTTP API behind OAuth
/// 2.0 (phase 2).
///
/// It names no account and no region, so `cdk deploy` puts it wherever the caller's credentials
/// point. The prefix of the pool's domain is taken per region across all of AWS; where `playerfc`
/// is gone, deploy with `-c domainPrefix=another`.
public final class PlayersStack extends Stack {
  private static final String DEFAULT_DOMAIN_PREFIX = "playerfc";

  /// `functionCode` is the folder that becomes `/var/task`.
  public PlayersStack(Construct scope, String id, @Nullable StackProps props, Path functionCode) {
    super(scope, id, props);
    var table = table();
    var function = function(table, functionCode);
    var functionUrl = functionUrl(function);
    var identity = new IdentityProvider(this, domainPrefix());
    var api = PlayersHttpApi.of(this, function, identity, logGroup("HttpApiLogs"));
    outputs(functionUrl, api, identity);
  }

  private String domainPrefix() {
    return getNode().tryGetContext("domainPrefix") instanceof String prefix
        ? prefix
        : DEFAULT_DOMAIN_PREFIX;
  }

  // Players outlive the stack: destroying it keeps the table and orphans its name. To deploy again
  // over the kept table, use `cdk deploy --import-existing-resources`.
  private TableV2 table() {
    return TableV2.Builder.create(this, "Players")
        .tableName("Players")
        .partitionKey(Attribute.builder().name("id").type(AttributeType.STRING).build())
        .billing(Billing.onDemand())
        .removalPolicy(RemovalPolicy.RETAIN)
        .build();
  }

  // A role of our own rather than CDK's: that one comes with AWSLambdaBasicExecutionRole, which may
  // write to every log group of the account.
  private Function function(TableV2 table, Path code) {
    var role =
        Role.Builder.create(this, "PlayersApiRole")
            .description("What player_fc_api may do: the five calls on its table, and its own log")
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    var logs = logGroup("PlayersApiLogs");
    logs.grant(role, "logs:CreateLogStream", "logs:PutLogEvents");
    table.grant(
        role,
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Scan",
        "dynamodb:UpdateItem");
    var function = playersApi(role, logs, table, code);
    acceptTwoDoors(function);
    return function;
  }

  private Function playersApi(Role role, LogGroup logs, TableV2 table, Path code) {
    return Function.Builder.create(this, "PlayersApi")
        .functionName("player_fc_api")
        .description("The players API of PlayerFC")
        .runtime(Runtime.JAVA_25)
        .handler("dev.gatehouse.playerfc.api.PlayersHandler::handleRequest")
        .code(Code.fromAsset(code.toAbsolutePath().toString()))
        .memorySize(1024)
        .timeout(Duration.seconds(60))
        .role(role)
        .logGroup(logs)
        .environment(Map.of("PLAYERS_TABLE", table.getTableName()))
        .build();
  }

  // `gatehouse audit` asks for a reason wherever two different locks guard one function.
  private static void acceptTwoDoors(Function function) {
    var accept =
        Map.of(
            "Finding",
            "two-doors",
            "Reason",
            "The URL is phase 1 of the tutorial, for principals of the account who sign; the API is"
                + " phase 2, for the client's tokens. Nobody is granted the URL here.");
    ((CfnResource) requireNonNull(function.getNode().getDefaultChild()))
        .addMetadata("Gatehouse", Map.of("Accept", List.of(accept)));
  }

  private LogGroup logGroup(String id) {
    return LogGroup.Builder.create(this, id)
        .retention(RetentionDays.TWO_WEEKS)
        .removalPolicy(RemovalPolicy.DESTROY)
        .build();
  }

  // Nobody is granted the URL here: within the account, a principal whose own policies allow
  // lambda:InvokeFunctionUrl and lambda:InvokeFunction gets in, everyone else is refused.
  private static FunctionUrl functionUrl(Function function) {
    return function.addFunctionUrl(
        FunctionUrlOptions.builder()
            .authType(FunctionUrlAuthType.AWS_IAM)
            .cors(
                FunctionUrlCorsOptions.builder()
                    .allowedOrigins(List.of("*"))
                    .allowedMethods(List.of(HttpMethod.ALL))
                    .allowedHeaders(List.of("*"))
                    .build())
            .build());
  }

  private void outputs(FunctionUrl functionUrl, HttpApi api, IdentityProvider identity) {
    output("FunctionUrl", functionUrl.getUrl() + "docs", "The API's documentation (sign the call)");
    output("ApiUrl", api.getApiEndpoint(), "The HTTP API (send a bearer token)");
    output("TokenUrl", identity.tokenUrl(), "Where a client's id and secret buy a token");
    output("ClientId", identity.client().getUserPoolClientId(), "PlayerFC-M2M-Client");
    output("UserPoolId", identity.pool().getUserPoolId(), "PlayerFCUserPool");
  }

  private void output(String name, String value, String description) {
    CfnOutput.Builder.create(this, name).value(value).description(description).build();
  }
}
