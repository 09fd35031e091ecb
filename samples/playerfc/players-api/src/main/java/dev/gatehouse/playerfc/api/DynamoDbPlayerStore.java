package dev.gatehouse.playerfc.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Players as items of one table with the partition key `id`. Each change is one conditional write.
final class DynamoDbPlayerStore implements PlayerStore {
  // Longer is no key at all: DynamoDB would call the request invalid.
  private static final int LONGEST_KEY = 2048;
  private static final String EXISTS = "attribute_exists(id)";

  private final DynamoDbClient client;
  private final String table;

  DynamoDbPlayerStore(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /// Region, credentials and endpoint are what the function's environment says.
  static DynamoDbPlayerStore ofTable(String table) {
    var client =
        DynamoDbClient.builder()
            .defaultsMode(DefaultsMode.IN_REGION)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            // Below the 30 s after which an HTTP API gives up on us, so that our answer is heard.
            .overrideConfiguration(settings -> settings.apiCallTimeout(Duration.ofSeconds(20)))
            .build();
    return new DynamoDbPlayerStore(client, table);
  }

  @Override
  public void put(Player player) {
    var item = new HashMap<String, AttributeValue>();
    player.attributes().forEach((name, value) -> item.put(name, stored(value)));
    call(() -> client.putItem(request -> request.tableName(table).item(item)));
  }

  @Override
  public Optional<Map<String, Object>> find(String id) {
    if (!possibleKey(id)) {
      return Optional.empty();
    }
    var answer =
        call(() ->
            client.getItem(request -> request.tableName(table).key(key(id)).consistentRead(true)));
    return answer.hasItem() ? Optional.of(read(answer.item())) : Optional.empty();
  }

  @Override
  public List<Map<String, Object>> all() {
    return call(() ->
        client
            .scanPaginator(request -> request.tableName(table).consistentRead(true))
            .items()
            .stream()
            .map(DynamoDbPlayerStore::read)
            .toList());
  }

  @Override
  public Optional<Map<String, Object>> change(String id, Map<String, Object> changes) {
    if (!possibleKey(id)) {
      return Optional.empty();
    }
    var update =
        UpdateItemRequest.builder()
            .tableName(table)
            .key(key(id))
            .conditionExpression(EXISTS)
            .returnValues(ReturnValue.UPDATED_NEW);
    // An expression that sets nothing is no expression; without any, the condition alone decides.
    if (!changes.isEmpty()) {
      assign(update, changes);
    }
    return ifExists(() -> client.updateItem(update.build()), updated -> read(updated.attributes()));
  }

  // Every name goes by placeholder: `position` is a reserved word, and others may become one.
  private static void assign(UpdateItemRequest.Builder update, Map<String, Object> changes) {
    var names = new HashMap<String, String>();
    var values = new HashMap<String, AttributeValue>();
    changes.forEach((name, value) -> {
      names.put("#" + name, name);
      values.put(":" + name, stored(value));
    });
    update
        .updateExpression(
            changes.keySet().stream()
                .map(name -> "#" + name + " = :" + name)
                .collect(Collectors.joining(", ", "SET ", "")))
        .expressionAttributeNames(names)
        .expressionAttributeValues(values);
  }

  @Override
  public boolean remove(String id) {
    return possibleKey(id)
        && ifExists(
                () ->
                    client.deleteItem(request ->
                        request.tableName(table).key(key(id)).conditionExpression(EXISTS)),
                answer -> answer)
            .isPresent();
  }

  private static <T, R> Optional<R> ifExists(Supplier<T> write, Function<T, R> answer) {
    return call(() -> {
      try {
        return Optional.of(answer.apply(write.get()));
      } catch (ConditionalCheckFailedException e) {
        return Optional.empty();
      }
    });
  }

  private static <T> T call(Supplier<T> operation) {
    try {
      return operation.get();
    } catch (SdkException e) {
      throw new StoreException(e);
    }
  }

  private static boolean possibleKey(String id) {
    return !id.isEmpty() && id.getBytes(UTF_8).length <= LONGEST_KEY;
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("id", fromS(id));
  }

  private static AttributeValue stored(Object value) {
    return value instanceof Number number ? fromN(number.toString()) : fromS(value.toString());
  }

  private static Map<String, Object> read(Map<String, AttributeValue> item) {
    var read = new LinkedHashMap<String, Object>();
    Stream.concat(Stream.of("id"), Player.ATTRIBUTES.keySet().stream())
        .forEach(name -> {
          var value = read(item.get(name));
          if (value != null) {
            read.put(name, value);
          }
        });
    return read;
  }

  private static @Nullable Object read(@Nullable AttributeValue value) {
    if (value == null) {
      return null;
    }
    return value.n() == null ? value.s() : new BigDecimal(value.n());
  }
}
