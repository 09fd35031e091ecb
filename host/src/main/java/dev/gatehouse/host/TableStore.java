package dev.gatehouse.host;

import dev.gatehouse.aws.Secret;
import dev.gatehouse.cloudformation.Plan;
import dev.gatehouse.dynamodb.TableConfig;
import dev.gatehouse.dynamodb.TableException;
import dev.gatehouse.dynamodb.Tables;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Opens what the tables of a stack live in.
final class TableStore {
  private TableStore() {}

  /// Starts in the background, so that the rest of the stack can be prepared meanwhile.
  ///
  /// @return empty for a stack without tables: nothing of DynamoDB is loaded then
  static Optional<Tables> open(
      Plan plan, StackContext stack, HostConfig config, StateFolder state, Clock clock) {
    boolean wanted =
        plan.inTemplateOrder().stream()
            .anyMatch(resource -> resource.type().startsWith("AWS::DynamoDB::"));
    return wanted ? Optional.of(open(stack, config, state, clock)) : Optional.empty();
  }

  /// Returns when every table is active.
  ///
  /// @throws StartupException when a table cannot be had
  static void create(Tables tables, List<TableConfig> wanted) {
    try {
      wanted.forEach(tables::create);
    } catch (TableException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Tables open(
      StackContext stack, HostConfig config, StateFolder state, Clock clock) {
    URI endpoint = config.dynamodbEndpoint();
    if (endpoint != null) {
      return external(endpoint, stack, clock);
    }
    if (state.isEphemeral()) {
      return Tables.inMemory(stack.region(), stack.account());
    }
    Path folder = state.path("tables");
    try {
      OwnerOnlyFiles.createFolder(folder);
    } catch (IOException e) {
      throw new StartupException("cannot make " + folder + ": " + e, e);
    }
    return Tables.local(stack.region(), stack.account(), folder);
  }

  /// Called with the credentials that the owner's own shell has, as any AWS client would be.
  private static Tables external(URI endpoint, StackContext stack, Clock clock) {
    String id = System.getenv("AWS_ACCESS_KEY_ID");
    String secret = System.getenv("AWS_SECRET_ACCESS_KEY");
    String session = System.getenv("AWS_SESSION_TOKEN");
    if (id == null || secret == null) {
      throw new StartupException(
          "--dynamodb-endpoint needs credentials for it: set AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY");
    }
    return Tables.external(
        stack.region(),
        stack.account(),
        endpoint,
        id,
        new Secret(secret),
        session == null ? null : new Secret(session),
        clock);
  }
}
