package dev.gatehouse.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.apigateway.OpenApiDocument.BasePath;
import dev.gatehouse.apigateway.OpenApiExport.Extent;
import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

final class OpenApiExportTest {
  private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:players";
  private static final IntegrationConfig LAMBDA =
      new IntegrationConfig.LambdaProxy(
          "Players", FUNCTION, "2.0", Duration.ofSeconds(30), ParameterMapping.NONE, null);
  private static final IntegrationConfig PROXY =
      new IntegrationConfig.HttpProxy(
          "Elsewhere",
          "ANY",
          "https://example.com/{proxy}",
          Duration.ofSeconds(12),
          new ParameterMapping(
              Map.of("append:header.from", "gateway"),
              Map.of("200", Map.of("overwrite:statuscode", "201"))));
  private static final JwtAuthorizerConfig AUTHORIZER =
      new JwtAuthorizerConfig(
          "Authorizer",
          "jwt-auth",
          List.of("$request.header.Authorization"),
          "https://issuer.example.com",
          List.of("client"));

  private static RouteConfig open(String key) {
    return new RouteConfig("Open", key, new RouteAuthorization.None(), LAMBDA);
  }

  private static RouteConfig locked(String key, String... scopes) {
    return locked(key, AUTHORIZER, scopes);
  }

  private static RouteConfig locked(String key, JwtAuthorizerConfig authorizer, String... scopes) {
    return new RouteConfig(
        "Locked", key, new RouteAuthorization.Jwt(authorizer, List.of(scopes)), LAMBDA);
  }

  private static HttpApiConfig api(RouteConfig... routes) {
    return new HttpApiConfig(
        "Api",
        TestApi.IDENTITY,
        List.of(TestApi.DEFAULT_STAGE, new StageConfig("Prod", "prod", Map.of())),
        List.of(routes),
        new CorsConfig(
            List.of("https://a.example"), List.of("GET"), List.of("*"), List.of(), null, false),
        false);
  }

  private static OpenApiExport export(HttpApiConfig api) {
    return new OpenApiExport(
        api, "http://127.0.0.1:4569", null, "2026-01-01 10:00:00UTC", Map.of("team", "blue"));
  }

  private static ObjectNode latest(RouteConfig... routes) {
    return export(api(routes)).document(null, Extent.WITH_EXTENSIONS).orElseThrow();
  }

  private static ObjectNode plain(RouteConfig... routes) {
    return export(api(routes)).document(null, Extent.WITHOUT_EXTENSIONS).orElseThrow();
  }

  private static JsonNode path(JsonNode document, String path) {
    return document.path("paths").path(path);
  }

  @Test
  @Shows("httpapi.export.whole-document")
  @Shows("httpapi.export.json-layout")
  void wholeDefinitionReadsAsAwsWritesIt() {
    assertThat(OpenApiExport.json(latest(locked("GET /orders/{id}", "orders/read"))))
        .isEqualTo(
            """
            {
              "openapi" : "3.0.1",
              "info" : {
                "title" : "PlayerFCHttpApi",
                "version" : "2026-01-01 10:00:00UTC"
              },
              "servers" : [ {
                "url" : "http://127.0.0.1:4569/{basePath}",
                "variables" : {
                  "basePath" : {
                    "default" : ""
                  }
                }
              } ],
              "tags" : [ {
                "name" : "team",
                "x-amazon-apigateway-tag-value" : "blue"
              } ],
              "paths" : {
                "/orders/{id}" : {
                  "get" : {
                    "responses" : {
                      "default" : {
                        "description" : "Default response for GET /orders/{id}"
                      }
                    },
                    "security" : [ {
                      "jwt-auth" : [ "orders/read" ]
                    } ],
                    "x-amazon-apigateway-integration" : {
                      "payloadFormatVersion" : "2.0",
                      "type" : "aws_proxy",
                      "httpMethod" : "POST",
                      "uri" : "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/%s/invocations",
                      "connectionType" : "INTERNET"
                    }
                  },
                  "parameters" : [ {
                    "name" : "id",
                    "in" : "path",
                    "description" : "Generated path parameter for id",
                    "required" : true,
                    "schema" : {
                      "type" : "string"
                    }
                  } ]
                }
              },
              "components" : {
                "securitySchemes" : {
                  "jwt-auth" : {
                    "type" : "oauth2",
                    "flows" : { },
                    "x-amazon-apigateway-authorizer" : {
                      "identitySource" : "$request.header.Authorization",
                      "jwtConfiguration" : {
                        "audience" : [ "client" ],
                        "issuer" : "https://issuer.example.com"
                      },
                      "type" : "jwt"
                    }
                  }
                }
              },
              "x-amazon-apigateway-cors" : {
                "allowMethods" : [ "GET" ],
                "allowHeaders" : [ "*" ],
                "maxAge" : 0,
                "allowCredentials" : false,
                "allowOrigins" : [ "https://a.example" ]
              },
              "x-amazon-apigateway-importexport-version" : "1.0"
            }\
            """
                .formatted(FUNCTION));
  }

  @Test
  @Shows("httpapi.export.base-path")
  void stageIsTheServersBasePath() {
    var export = export(api(open("GET /")));
    for (var stage : Map.of("prod", "prod", "$default", "").entrySet()) {
      var document = export.document(stage.getKey(), Extent.WITH_EXTENSIONS).orElseThrow();
      assertThat(document.at("/servers/0/variables/basePath/default").asString())
          .isEqualTo(stage.getValue());
    }
    assertThat(export.document("nothing", Extent.WITH_EXTENSIONS)).isEmpty();
  }

  @Test
  @Shows("httpapi.export.any-method")
  @Shows("httpapi.export.default-route")
  void anyMethodAndTheDefaultRouteAreExtensions() {
    var document = latest(open("ANY /{proxy+}"), open("$default"));
    assertThat(path(document, "/{proxy+}").propertyNames())
        .containsExactly("x-amazon-apigateway-any-method", "parameters");
    assertThat(path(document, "/{proxy+}").at("/parameters/0/name").asString()).isEqualTo("proxy+");
    var byDefault = path(document, "/$default").path("x-amazon-apigateway-any-method");
    assertThat(byDefault.path("isDefaultRoute").asBoolean()).isTrue();
    assertThat(byDefault.at("/responses/default/description").asString())
        .isEqualTo("Default response for $default");
  }

  @Test
  @Shows("httpapi.export.integration")
  void integrationTellsItsMappingsAndAShorterTimeOut() {
    var route = new RouteConfig("Out", "ANY /{proxy+}", new RouteAuthorization.None(), PROXY);
    assertThat(
            path(latest(route), "/{proxy+}")
                .path("x-amazon-apigateway-any-method")
                .path("x-amazon-apigateway-integration")
                .toString())
        .isEqualTo(
            """
            {"requestParameters":{"append:header.from":"gateway"},\
            "responseParameters":{"200":{"overwrite:statuscode":"201"}},\
            "payloadFormatVersion":"1.0","type":"http_proxy","httpMethod":"ANY",\
            "uri":"https://example.com/{proxy}","connectionType":"INTERNET",\
            "timeoutInMillis":12000}\
            """);
  }

  @Test
  @Shows("httpapi.export.lambda-authorizer")
  @Shows("httpapi.export.iam-route")
  void functionsAndSignaturesAreReadToTheSameLocks() throws Exception {
    var judge =
        new LambdaAuthorizerConfig(
            "Judge",
            "abc123",
            "judge",
            "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/"
                + FUNCTION
                + "/invocations",
            "2.0",
            true,
            List.of("$request.header.x-key", "$request.querystring.k"),
            Duration.ofSeconds(7),
            null);
    var document =
        latest(
            new RouteConfig("A", "GET /a", new RouteAuthorization.Custom(judge), LAMBDA),
            new RouteConfig("B", "GET /b", new RouteAuthorization.Iam(), LAMBDA));
    assertThat(document.at("/components/securitySchemes/judge").toString())
        .isEqualTo(
            """
            {"type":"apiKey","name":"x-key","in":"header","x-amazon-apigateway-authorizer":\
            {"authorizerPayloadFormatVersion":"2.0","authorizerResultTtlInSeconds":7,\
            "authorizerUri":"%s","enableSimpleResponses":true,\
            "identitySource":"$request.header.x-key,$request.querystring.k","type":"request"}}\
            """
                .formatted(judge.uri()));
    assertThat(path(document, "/b").at("/get/x-amazon-apigateway-auth/type").asString())
        .isEqualTo("AWS_IAM");
    var read = OpenApiDocument.read(Json.STRICT.readTree(document.toString()), BasePath.IGNORE);
    assertThat(read.operations().stream().map(operation -> operation.route().toString()))
        .containsExactly(
            "{\"RouteKey\":\"GET /a\",\"AuthorizationType\":\"CUSTOM\"}",
            "{\"RouteKey\":\"GET /b\",\"AuthorizationType\":\"AWS_IAM\"}");
    assertThat(String.valueOf(read.authorizers().get("judge")))
        .contains("\"IdentitySource\":[\"$request.header.x-key\",\"$request.querystring.k\"]")
        .contains("\"AuthorizerType\":\"REQUEST\"");
  }

  @Test
  @Shows("httpapi.export.stage-routes")
  void stageHasTheRoutesOfItsDeployment() {
    var stage =
        new StageConfig(
            "Prod",
            "prod",
            Map.of(),
            new StageConfig.Deployed.Routes(Set.of("GET /a")),
            null,
            Throttling.NONE);
    var config =
        new HttpApiConfig(
            "Api",
            TestApi.IDENTITY,
            List.of(stage),
            List.of(open("GET /a"), open("GET /b")),
            null,
            false);
    var document = export(config).document("prod", Extent.WITH_EXTENSIONS).orElseThrow();
    assertThat(document.path("paths").propertyNames()).containsExactly("/a");
  }

  @Test
  void authorizersOfOneNameStayTwo() {
    var other =
        new JwtAuthorizerConfig(
            "Other", "jwt-auth", AUTHORIZER.identitySources(), "https://other", List.of("b"));
    var document = latest(locked("GET /a"), locked("GET /b", other));
    assertThat(path(document, "/a").at("/get/security/0").propertyNames())
        .containsExactly("jwt-auth");
    assertThat(path(document, "/b").at("/get/security/0").propertyNames())
        .containsExactly("jwt-auth-2");
    assertThat(
            document
                .at("/components/securitySchemes/jwt-auth-2/x-amazon-apigateway-authorizer")
                .at("/jwtConfiguration/issuer")
                .asString())
        .isEqualTo("https://other");
  }

  @Test
  @Shows("httpapi.export.without-extensions")
  void withoutExtensionsNothingIsLeftThatOnlyApiGatewayReads() {
    var document = plain(locked("GET /a", "s"), open("ANY /a"), open("$default"));
    assertThat(document.toString()).doesNotContain("x-amazon").doesNotContain("isDefaultRoute");
    assertThat(path(document, "/a").propertyNames())
        .containsExactly("get", "delete", "head", "options", "patch", "post", "put");
    assertThat(path(document, "/a").at("/get/security/0/jwt-auth/0").asString()).isEqualTo("s");
    assertThat(path(document, "/$default").isMissingNode()).isTrue();
  }

  @Test
  @Shows("httpapi.export.yaml")
  void yamlSaysTheSame() {
    var document = latest(locked("GET /orders/{id}", "orders/read"));
    String yaml = OpenApiExport.yaml(document);
    assertThat(yaml).startsWith("---\nopenapi: \"3.0.1\"\ninfo:\n  title: \"PlayerFCHttpApi\"\n");
    assertThat(new YAMLMapper().readTree(yaml)).hasToString(document.toString());
  }

  @Test
  @Shows("httpapi.export.round-trip")
  void whatIsExportedIsReadToTheSameRoutesAndLocks() throws Exception {
    var document =
        latest(
            locked("GET /orders/{id}", "orders/read", "orders/write"),
            locked("DELETE /orders/{id}"),
            open("ANY /{proxy+}"),
            open("$default"));
    var read = OpenApiDocument.read(Json.STRICT.readTree(document.toString()), BasePath.IGNORE);
    assertThat(read.warnings()).isEmpty();
    assertThat(read.operations().stream().map(operation -> operation.route().toString()))
        .containsExactly(
            "{\"RouteKey\":\"GET /orders/{id}\",\"AuthorizationType\":\"JWT\","
                + "\"AuthorizationScopes\":[\"orders/read\",\"orders/write\"]}",
            "{\"RouteKey\":\"DELETE /orders/{id}\",\"AuthorizationType\":\"JWT\"}",
            "{\"RouteKey\":\"ANY /{proxy+}\",\"AuthorizationType\":\"NONE\"}",
            "{\"RouteKey\":\"$default\",\"AuthorizationType\":\"NONE\"}");
    assertThat(String.valueOf(read.authorizers().get("jwt-auth")))
        .isEqualTo(
            "{\"Name\":\"jwt-auth\",\"IdentitySource\":[\"$request.header.Authorization\"],"
                + "\"JwtConfiguration\":{\"Audience\":[\"client\"],"
                + "\"Issuer\":\"https://issuer.example.com\"},\"AuthorizerType\":\"JWT\"}");
    assertThat(read.api().path("CorsConfiguration").path("AllowOrigins").toString())
        .isEqualTo("[\"https://a.example\"]");
  }

  @Test
  void disabledEndpointIsTold() throws Exception {
    var config =
        new HttpApiConfig("Api", TestApi.IDENTITY, List.of(), List.of(open("GET /")), null, true);
    var document = export(config).document(null, Extent.WITH_EXTENSIONS).orElseThrow();
    var read = OpenApiDocument.read(document, BasePath.IGNORE);
    assertThat(read.api().path("DisableExecuteApiEndpoint").asBoolean()).isTrue();
  }
}
