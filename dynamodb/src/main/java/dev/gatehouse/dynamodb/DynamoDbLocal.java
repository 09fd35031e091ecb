package dev.gatehouse.dynamodb;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpTester;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/// DynamoDB Local without a socket: its request handler sits behind Jetty's in-memory connector, so
/// nobody reaches the tables but through us. Its telemetry is started by its server and embedded
/// classes only, neither of which is used.
final class DynamoDbLocal implements TableEngine {
  private static final int NOT_AUTHORITATIVE = 0;
  private static final int MAX_THREADS = 32;
  private static final long LONGEST_CALL_SECONDS = 60;

  /// It wants a credential scope of this form, and looks no further: one database for all.
  private static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential=gatehouse/20260101/local/dynamodb/aws4_request,"
          + " SignedHeaders=host, Signature=0";

  private final LocalDynamoDBRequestHandler tables;
  private final Server server;
  private final LocalConnector connector;

  /// @param folder must exist; null keeps everything in memory
  DynamoDbLocal(@Nullable Path folder) {
    if (folder != null && !(Files.isDirectory(folder) && Files.isWritable(folder))) {
      // Told so late, SQLite's thread would end and leave every call waiting.
      throw new TableException("not a folder that tables can be written to: " + folder);
    }
    try {
      SqliteLibrary.load();
      String path = folder == null ? null : folder.toAbsolutePath().toString();
      tables = new LocalDynamoDBRequestHandler(NOT_AUTHORITATIVE, path == null, path, true, false);
      var threads = new QueuedThreadPool(MAX_THREADS, 2);
      threads.setName("dynamodb-local");
      threads.setDaemon(true);
      server = new Server(threads);
      connector = new LocalConnector(server, new HttpConnectionFactory(quiet()));
      server.addConnector(connector);
      server.setHandler(new LocalDynamoDBServerHandler(tables, ""));
      server.start();
    } catch (Exception e) {
      throw new TableException("DynamoDB Local did not start: " + e.getMessage(), e);
    }
  }

  private static HttpConfiguration quiet() {
    var configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(false);
    return configuration;
  }

  @Override
  public HttpResponse call(Operation operation, byte[] input) {
    try {
      ByteBuffer answer =
          connector.getResponse(
              message(operation, input), false, LONGEST_CALL_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new TableException("DynamoDB Local did not answer " + operation);
      }
      return response(HttpTester.parseResponse(answer));
    } catch (TableException e) {
      throw e;
    } catch (Exception e) {
      throw new TableException("DynamoDB Local failed in " + operation, e);
    }
  }

  private static ByteBuffer message(Operation operation, byte[] input) {
    String head =
        String.join(
            "\r\n",
            "POST / HTTP/1.1",
            "Host: dynamodb.local",
            "Authorization: " + AUTHORIZATION,
            "X-Amz-Target: " + operation.target(),
            "Content-Type: application/x-amz-json-1.0",
            "Content-Length: " + input.length,
            "Connection: close",
            "",
            "");
    byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(headBytes.length + input.length).put(headBytes).put(input).flip();
  }

  private static HttpResponse response(HttpTester.Response answer) {
    List<HttpHeader> headers =
        answer.stream().map(line -> new HttpHeader(line.getName(), line.getValue())).toList();
    byte[] content = answer.getContentBytes();
    return new HttpResponse(
        answer.getStatus(),
        new HttpHeaders(headers),
        content == null ? Body.EMPTY : Body.of(content));
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new TableException("DynamoDB Local did not stop: " + e.getMessage(), e);
    } finally {
      tables.shutdown();
    }
  }
}
