package dev.gatehouse.host;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.dynamodb.Permissions;
import dev.gatehouse.dynamodb.TableException;
import dev.gatehouse.dynamodb.Tables;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;

/// DynamoDB behind the AWS endpoint. A stack without tables has none, and loads nothing of it.
record DynamoDb(Tables tables) implements AwsService {
  @Override
  public String signingName() {
    return "dynamodb";
  }

  @Override
  public Needed permissions(HttpRequest request) {
    return switch (tables.permissions(request)) {
      case Permissions.Needed(var all) ->
          new Needed.These(
              all.stream()
                  .map(needed -> new Permission(needed.action(), needed.resource()))
                  .toList());
      case Permissions.Unknown(var problem) -> new Needed.Nothing(problem);
      case Permissions.Malformed(var code, var message) -> new Needed.Malformed(code, message);
    };
  }

  @Override
  public HttpResponse answer(HttpRequest request, AccessKey caller, String requestId) {
    try {
      return tables.forward(request);
    } catch (TableException e) {
      throw new Unavailable(e);
    }
  }
}
