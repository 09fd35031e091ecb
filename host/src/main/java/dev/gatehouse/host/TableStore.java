package dev.gatehouse.host;

import dev.gatehouse.aws.Secret;
import dev.gatehouse.dynamodb.TableConfig;
import dev.gatehouse.dynamodb.TableException;
import dev.gatehouse.dynamodb.Tables;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the tables live in: opened when the first table is wanted, and open from then on.
final class TableStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TableStore.class);

  private final HostConfig config;
  private final StateFolder state;
  private final Clock clock;
  private @Nullable Tables open;

  TableStore(HostConfig config, StateFolder state, Clock clock) {
    this.config = config;
    this.state = state;
    this.clock = clock;
  }

  /// Starts in the background, so that the rest can be prepared meanwhile.
  ///
  /// @return empty as long as no table was wanted: nothing of DynamoDB is loaded then
  Optional<Tables> opened(boolean wanted, StackContext stack) {
    if (open == null && wanted) {
      open = open(stack, config, state, clock);
    }
    return Optional.ofNullable(open);
  }

  /// Returns when every table is active.
  ///
  /// @throws StartupException when a table cannot be had
  void create(List<TableConfig> wanted) {
    if (open == null) {
      return;
    }
    try {
      wanted.forEach(open::create);
    } catch (TableException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }

  /// The table and its items are gone when this returns.
  ///
  /// @throws TableException when that was refused
  void delete(String table, StackContext stack) {
    if (config.dynamodbEndpoint() != null) {
      // Somebody else may have put items in.
      LOG.warn("table {} stays at {}", table, config.dynamodbEndpoint());
      return;
    }
    opened(true, stack).orElseThrow().delete(table);
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
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
