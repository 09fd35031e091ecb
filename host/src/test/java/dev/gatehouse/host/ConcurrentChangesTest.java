package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientDescription;
import software.amazon.awssdk.services.lambda.LambdaClient;

/// Two changes of one resource at once: what was acknowledged is there, or was refused in AWS's
/// words.
final class ConcurrentChangesTest {
  private static final int ROUNDS = 10;

  @TempDir private static Path folder;
  private static ThingsStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = ThingsStack.start(folder);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  /// Empty for one that was acknowledged.
  private static List<Optional<Refusal>> atOnce(Runnable one, Runnable other) throws Exception {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = callers.invokeAll(List.of(refusal(one), refusal(other)));
      return asked.stream().map(Future::resultNow).toList();
    }
  }

  private static Callable<Optional<Refusal>> refusal(Runnable call) {
    return () -> {
      try {
        call.run();
        return Optional.empty();
      } catch (AwsServiceException refused) {
        var details = refused.awsErrorDetails();
        return Optional.of(
            new Refusal(refused.statusCode(), details.errorCode(), details.errorMessage()));
      }
    };
  }

  @Test
  @Shows("management.operations.at-once")
  void functionHasEveryAcknowledgedChange() throws Exception {
    var refusal =
        new Refusal(
            409,
            "ResourceConflictException",
            "The operation cannot be performed at this time. An update is in progress for resource:"
                + " arn:aws:lambda:us-east-1:000000000000:function:reader");
    try (var lambda = stack.client(LambdaClient.builder(), stack.administratorKey())) {
      for (int i = 0; i < ROUNDS; i++) {
        int timeout = 30 + i;
        int memory = 256 + i;
        var refused =
            atOnce(
                () ->
                    lambda.updateFunctionConfiguration(
                        update -> update.functionName("reader").timeout(timeout)),
                () ->
                    lambda.updateFunctionConfiguration(
                        update -> update.functionName("reader").memorySize(memory)));
        var now = lambda.getFunctionConfiguration(get -> get.functionName("reader"));
        expect(refused.getFirst(), refusal, now.timeout(), timeout);
        expect(refused.getLast(), refusal, now.memorySize(), memory);
      }
    }
  }

  @Test
  @Shows("management.operations.at-once")
  void apiHasEveryAcknowledgedChange() throws Exception {
    var refusal =
        new Refusal(
            409,
            "ConflictException",
            "Unable to complete operation due to concurrent modification. Please try again later.");
    try (var gateway = stack.client(ApiGatewayV2Client.builder(), stack.administratorKey())) {
      String api =
          gateway
              .createApi(create -> create.name("at once").protocolType(ProtocolType.HTTP))
              .apiId();
      for (int i = 0; i < ROUNDS; i++) {
        String name = "name" + i;
        var origins = List.of("https://origin" + i);
        var refused =
            atOnce(
                () -> gateway.updateApi(update -> update.apiId(api).name(name)),
                () ->
                    gateway.updateApi(update ->
                        update.apiId(api).corsConfiguration(cors -> cors.allowOrigins(origins))));
        var now = gateway.getApi(get -> get.apiId(api));
        expect(refused.getFirst(), refusal, now.name(), name);
        expect(
            refused.getLast(),
            refusal,
            now.corsConfiguration() == null ? List.of() : now.corsConfiguration().allowOrigins(),
            origins);
      }
    }
  }

  @Test
  @Shows("management.operations.at-once")
  void deletedClientIsNotMadeAgainByAnUpdate() throws Exception {
    try (var cognito =
        stack.client(CognitoIdentityProviderClient.builder(), stack.administratorKey())) {
      String pool = cognito.listUserPools(list -> list.maxResults(60)).userPools().getFirst().id();
      for (int i = 0; i < ROUNDS; i++) {
        String client =
            cognito
                .createUserPoolClient(create -> create.userPoolId(pool).clientName("at-once"))
                .userPoolClient()
                .clientId();
        var gone =
            new Refusal(
                400,
                "ResourceNotFoundException",
                "User pool client " + client + " does not exist.");
        var refused =
            atOnce(
                () ->
                    cognito.deleteUserPoolClient(
                        delete -> delete.userPoolId(pool).clientId(client)),
                () ->
                    cognito.updateUserPoolClient(
                        update -> update.userPoolId(pool).clientId(client).clientName("changed")));
        assertThat(refused.getFirst()).isEmpty();
        assertThat(refused.getLast())
            .isIn(
                Optional.empty(),
                Optional.of(gone),
                Optional.of(
                    new Refusal(
                        400,
                        "ConcurrentModificationException",
                        "Only one request to update user pool client can be processed at a time.")));
        assertThat(
                cognito
                    .listUserPoolClients(list -> list.userPoolId(pool).maxResults(60))
                    .userPoolClients())
            .extracting(UserPoolClientDescription::clientName)
            .doesNotContain("at-once", "changed");
      }
    }
  }

  private static <T> void expect(Optional<Refusal> refused, Refusal expected, T now, T asked) {
    if (refused.isPresent()) {
      assertThat(refused).contains(expected);
    } else {
      assertThat(now).isEqualTo(asked);
    }
  }
}
