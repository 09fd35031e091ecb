package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// APIs whose routes and authorizers live in an OpenAPI document, wherever that is.
@Timeout(60)
final class OpenApiBodyStackTest {
  private static final String DOCUMENT =
      """
      openapi: 3.0.1
      info: {title: things, version: '1'}
      paths:
        /open: {get: {x-amazon-apigateway-integration: &BACKEND}}
        /locked: {get: {security: [{tokens: [read]}], x-amazon-apigateway-integration: &BACKEND}}
      components:
        securitySchemes:
          tokens:
            type: oauth2
            x-amazon-apigateway-authorizer:
              type: jwt
              identitySource: $request.header.Authorization
              jwtConfiguration: {issuer: 'https://issuer.example', audience: [a]}
      """
          .replace(
              "&BACKEND",
              "{type: http_proxy, httpMethod: GET, uri: 'http://127.0.0.1:1/', payloadFormatVersion: '1.0'}");

  private static final String INLINE = DOCUMENT.indent(8).stripTrailing();

  private static final String PLAIN =
      """
      Resources:
        Api: {Type: AWS::ApiGatewayV2::Api, Properties: {%s}}
        Stage: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Api, StageName: $default, AutoDeploy: true}}
      """;

  private static final String INCLUDE =
      "{Fn::Transform: {Name: AWS::Include, Parameters: {Location: api.yaml}}}";

  @TempDir private Path folder;

  @BeforeEach
  void writeDocument() throws IOException {
    Files.writeString(folder.resolve("api.yaml"), DOCUMENT);
  }

  private Host start(String template) throws IOException {
    Path file = Files.writeString(folder.resolve("template.yaml"), template);
    return Host.start(new HostConfig(file, null, 0, true, null, folder), line -> {});
  }

  private static int status(Host host, String path) throws Exception {
    URI url = URI.create(host.running().environment().get("GATEHOUSE_API_URL") + path);
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }

  /// The open route's backend is not there: 503 is what its integration answers.
  private static void hasTheDocumentsDoors(Host host) throws Exception {
    assertThat(host.running().doors())
        .filteredOn(door -> door.kind().equals("route"))
        .extracting(door -> door.method() + " " + door.path() + " " + door.lock() + door.scopes())
        .containsExactlyInAnyOrder("GET /open none[]", "GET /locked jwt[read]");
    assertThat(status(host, "/locked")).isEqualTo(401);
    assertThat(status(host, "/open")).isEqualTo(503);
    assertThat(status(host, "/nowhere")).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BodyS3Location: api.yaml",
        "BodyS3Location: {Bucket: any, Key: api.yaml}",
        "Body: " + INCLUDE,
        "Body: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: 's3://any/api.yaml'}}}",
        "Body: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: !Sub"
            + " 's3://any-${AWS::Region}/api.yaml'}}}",
      })
  void documentOfAnApiIsFound(String property) throws Exception {
    try (Host host = start(PLAIN.formatted(property))) {
      hasTheDocumentsDoors(host);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DefinitionUri: api.yaml",
        "DefinitionUri: 's3://any/api.yaml'",
        "DefinitionUri: {Bucket: any, Key: api.yaml}",
        "DefinitionBody: " + INCLUDE,
      })
  void documentOfAServerlessApiIsFound(String property) throws Exception {
    String template =
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api: {Type: AWS::Serverless::HttpApi, Properties: {%s}}
        """
            .formatted(property);
    try (Host host = start(template)) {
      hasTheDocumentsDoors(host);
    }
  }

  @Test
  void documentInTheTemplateIsRead() throws Exception {
    String template =
        PLAIN.replace(
            "  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {%s}}",
            "  Api:\n    Type: AWS::ApiGatewayV2::Api\n    Properties:\n      Body:\n" + INLINE);
    try (Host host = start(template)) {
      hasTheDocumentsDoors(host);
    }
  }

  @Test
  void documentAmongTheAssetsOfAnAssemblyIsIncluded() throws Exception {
    Files.writeString(folder.resolve("asset.77aa.yaml"), DOCUMENT);
    Files.writeString(
        folder.resolve("S.template.json"),
        """
        {"Resources": {
          "Api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Body": {"Fn::Transform":
            {"Name": "AWS::Include", "Parameters": {"Location":
              {"Fn::Sub": "s3://assets-${AWS::AccountId}-${AWS::Region}/77aa.yaml"}}}}}},
          "Stage": {"Type": "AWS::ApiGatewayV2::Stage",
            "Properties": {"ApiId": {"Ref": "Api"}, "StageName": "$default", "AutoDeploy": true}}
        }}
        """);
    Files.writeString(
        folder.resolve("S.assets.json"),
        """
        {"version": "48.0.0", "files": {"77aa": {
          "source": {"path": "asset.77aa.yaml", "packaging": "file"},
          "destinations": {"d": {"bucketName": "assets", "objectKey": "77aa.yaml"}}}}}
        """);
    Files.writeString(
        folder.resolve("manifest.json"),
        """
        {"version": "48.0.0", "artifacts": {
          "S.assets": {"type": "cdk:asset-manifest", "properties": {"file": "S.assets.json"}},
          "S": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
            "properties": {"templateFile": "S.template.json"}, "dependencies": ["S.assets"]}
        }}
        """);
    try (Host host = Host.start(new HostConfig(folder, null, 0, true, null, folder), line -> {})) {
      hasTheDocumentsDoors(host);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BodyS3Location: api.yaml", "Body: " + INCLUDE})
  void lockThatTheDocumentDoesNotHaveIsAFaultNotAnOpenDoor(String property) throws Exception {
    Files.writeString(
        folder.resolve("api.yaml"), DOCUMENT.replace("    tokens:\n", "    other:\n"));
    try (Host host = start(PLAIN.formatted(property))) {
      throw new AssertionError("it started: " + host.running().doors());
    } catch (TemplateFaultsException e) {
      assertThat(e.lines())
          .anySatisfy(line ->
              assertThat(line)
                  .contains("Api")
                  .contains("security.tokens")
                  .contains("no such scheme in components.securitySchemes"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BodyS3Location: away.yaml",
        "Body: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: away.yaml}}}"
      })
  void documentThatIsNotThereIsAFault(String property) throws Exception {
    try (Host host = start(PLAIN.formatted(property))) {
      throw new AssertionError("it started: " + host.running().doors());
    } catch (TemplateFaultsException e) {
      assertThat(e.lines())
          .anySatisfy(line -> assertThat(line).contains("Resources.Api").contains("away.yaml"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BodyS3Location: api.yaml", "Body: " + INCLUDE})
  void changedDocumentIsPutBehindTheDoors(String property) throws Exception {
    var told = new LinkedBlockingQueue<String>();
    try (Host host = start(PLAIN.formatted(property))) {
      assertThat(status(host, "/more")).isEqualTo(404);
      host.watch(told::add, Duration.ofMillis(5));
      Path whole = Files.writeString(folder.resolve("new"), DOCUMENT.replace("/locked:", "/more:"));
      Files.move(whole, folder.resolve("api.yaml"), StandardCopyOption.ATOMIC_MOVE);

      assertThat(told.take()).isEqualTo("updated Api Api");

      assertThat(status(host, "/more")).isEqualTo(401);
      assertThat(status(host, "/locked")).isEqualTo(404);
    }
  }
}
