package dev.gatehouse.dynamodb;

import dev.gatehouse.http.HttpResponse;

/// What holds the tables and speaks DynamoDB's JSON protocol.
interface TableEngine extends AutoCloseable {
  /// @throws TableException when the engine cannot be reached or did not start
  HttpResponse call(Operation operation, byte[] input);

  @Override
  void close();
}
