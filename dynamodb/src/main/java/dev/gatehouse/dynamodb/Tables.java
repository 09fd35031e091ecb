package dev.gatehouse.dynamodb;

import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Region;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The tables of one region and account. Whoever opens them closes them.
///
/// Nothing here listens on a socket, and nothing here judges: verify the caller's signature, ask
/// [#permissions], check them all, then [#forward].
public final class Tables implements AutoCloseable {
  private static final Pattern FOREIGN_ARN =
      Pattern.compile("arn:aws:dynamodb:[a-z0-9-]+:[0-9]{12}:table/");

  private final TableEngine engine;
  private final PermissionTable permissions;

  private Tables(Region region, AccountId account, TableEngine engine) {
    this.engine = engine;
    this.permissions = new PermissionTable(region, account);
  }

  /// DynamoDB Local in this process, its data in a file in this folder. What it acknowledged is on
  /// disk. Returns at once and starts in the background; the first use waits.
  ///
  /// @param folder exists, belongs to these tables alone, and to one process at a time
  public static Tables local(Region region, AccountId account, Path folder) {
    return new Tables(region, account, new StartingEngine(() -> new DynamoDbLocal(folder)));
  }

  /// As [#local], with data that ends with the process.
  public static Tables inMemory(Region region, AccountId account) {
    return new Tables(region, account, new StartingEngine(() -> new DynamoDbLocal(null)));
  }

  /// Tables behind a DynamoDB-API endpoint, real or not, called with these credentials.
  ///
  /// @param session null for a long-term key
  /// @throws TableException when this is no http or https address
  public static Tables external(
      Region region,
      AccountId account,
      URI endpoint,
      String accessKeyId,
      Secret secretKey,
      @Nullable Secret session,
      Clock clock) {
    return new Tables(
        region,
        account,
        new ExternalEndpoint(endpoint, region, accessKeyId, secretKey, session, clock));
  }

  /// Makes the table what the template says: created when absent, else kept with its items and
  /// brought up to date. Returns when it is active.
  ///
  /// @throws TableException when what exists has other keys, or the engine refuses
  public void create(TableConfig table) {
    new TableCreation(engine, table).run();
  }

  /// The table and its items are gone when this returns; nothing when there is no such table.
  ///
  /// @throws TableException when the engine refuses, because the table is protected say
  public void delete(String table) {
    HttpResponse answer =
        engine.call(
            Operation.DeleteTable, TableJson.bytes(TableJson.object().put("TableName", table)));
    if (answer.status() != 200 && !answer.body().text().contains("ResourceNotFoundException")) {
      throw new TableException("table " + table + " is not deleted: " + answer.body().text());
    }
  }

  /// The names of those that are served.
  public static Set<String> operations() {
    return Stream.of(Operation.values())
        .map(Operation::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// What `GetAtt Arn` of the table answers.
  public Arn arn(String tableName) {
    return permissions.arn(tableName);
  }

  /// What the caller of this request must be allowed.
  public Permissions permissions(HttpRequest request) {
    return switch (Call.read(request)) {
      case Call.Reading.Refused(Permissions why) -> why;
      case Call.Reading.Understood(Call call) -> permissions.of(call);
    };
  }

  /// Carries the request out. For requests only whose [#permissions] were needed and granted.
  ///
  /// @throws IllegalArgumentException for any other
  public HttpResponse forward(HttpRequest request) {
    return switch (Call.read(request)) {
      case Call.Reading.Refused(Permissions why) ->
          throw new IllegalArgumentException("not to be forwarded: " + why);
      case Call.Reading.Understood(Call call)
          when permissions.of(call) instanceof Permissions.Needed ->
          answer(call, engine.call(call.operation(), TableJson.bytes(call.input())));
      case Call.Reading.Understood(Call call) ->
          throw new IllegalArgumentException("not to be forwarded: " + permissions.of(call));
    };
  }

  private HttpResponse answer(Call call, HttpResponse raw) {
    Body body = call.operation().describes() ? withOwnArns(raw.body()) : raw.body();
    var crc32 = new CRC32();
    crc32.update(body.bytes());
    var headers =
        HttpHeaders.of(
            "x-amzn-RequestId", raw.headers().first("x-amzn-RequestId").orElse(""),
            "Content-Type", raw.headers().first("Content-Type").orElse(TableJson.CONTENT_TYPE),
            "x-amz-crc32", Long.toString(crc32.getValue()));
    return new HttpResponse(raw.status(), headers, body);
  }

  /// DynamoDB Local knows neither region nor account. Items never come this way.
  private Body withOwnArns(Body body) {
    String own = Matcher.quoteReplacement(permissions.arn("").toString());
    return Body.of(FOREIGN_ARN.matcher(body.text()).replaceAll(own));
  }

  @Override
  public void close() {
    engine.close();
  }
}
