package dev.gatehouse.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.apigateway.OpenApiDocument.BasePath;
import dev.gatehouse.apigateway.OpenApiDocument.Malformed;
import dev.gatehouse.apigateway.OpenApiDocument.Operation;
import dev.gatehouse.apigateway.OpenApiDocument.Problem;
import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class OpenApiDocumentTest {
  private static final String INTEGRATION =
      "'x-amazon-apigateway-integration':{'type':'aws_proxy','httpMethod':'POST','uri':'arn:f','payloadFormatVersion':'2.0'}";

  private static JsonNode json(String text) {
    return Json.STRICT.readTree(text.replace('\'', '"'));
  }

  private static JsonNode document(String paths, String more) {
    return json(
        "{'openapi':'3.0.1','info':{'title':'orders','version':'1'},'paths':{%s}%s}"
            .formatted(paths, more));
  }

  private static OpenApiDocument read(String paths, String more) throws Malformed {
    return OpenApiDocument.read(document(paths, more), BasePath.IGNORE);
  }

  private static Operation only(String paths, String more) throws Malformed {
    var operations = read(paths, more).operations();
    assertThat(operations).hasSize(1);
    return operations.getFirst();
  }

  private static void refused(String paths, String more, String place, String words) {
    refused(document(paths, more), place, words);
  }

  private static void refused(JsonNode document, String place, String words) {
    assertThatThrownBy(() -> OpenApiDocument.read(document, BasePath.IGNORE))
        .isInstanceOfSatisfying(
            Malformed.class,
            malformed ->
                assertThat(malformed.problems())
                    .anySatisfy(problem -> {
                      assertThat(problem.place()).isEqualTo(place);
                      assertThat(problem.problem()).contains(words);
                    }));
  }

  private static String get(String members) {
    return "'/x':{'get':{" + INTEGRATION + members + "}}";
  }

  private static String schemes(String schemes) {
    return ",'components':{'securitySchemes':{" + schemes + "}}";
  }

  private static final String JWT =
      schemes(
          "'T':{'type':'oauth2','x-amazon-apigateway-authorizer':{'type':'jwt','identitySource':'$request.header.Authorization','jwtConfiguration':{'issuer':'https://i','audience':['a']}}}");

  @Nested
  final class Routes {
    @Test
    @Shows("httpapi.import.route-keys")
    void methodAndPathAreTheRouteKey() throws Malformed {
      assertThat(only("'/x/{id}':{'get':{" + INTEGRATION + "}}", "").routeKey())
          .isEqualTo("GET /x/{id}");
    }

    @Test
    @Shows("httpapi.import.route-keys")
    void anyMethodIsAny() throws Malformed {
      var key = only("'/{proxy+}':{'x-amazon-apigateway-any-method':{" + INTEGRATION + "}}", "");
      assertThat(key.routeKey()).isEqualTo("ANY /{proxy+}");
    }

    @Test
    @Shows("httpapi.import.default-route")
    void defaultRouteIsMarked() throws Malformed {
      var paths =
          "'/$default':{'x-amazon-apigateway-any-method':{'isDefaultRoute':true,"
              + INTEGRATION
              + "}}";
      assertThat(only(paths, "").routeKey()).isEqualTo("$default");
    }

    @Test
    void defaultPathWithoutItsMarkIsRefused() {
      refused(
          "'/$default':{'x-amazon-apigateway-any-method':{" + INTEGRATION + "}}",
          "",
          "paths./$default.x-amazon-apigateway-any-method.isDefaultRoute",
          "only one of the two");
    }

    @Test
    @Shows("httpapi.export.no-request-validation")
    void parametersAndSchemasMakeNoDifference() throws Malformed {
      var described =
          get(
              ",'parameters':[{'name':'n','in':'query','required':true,'schema':{'type':'integer'}}],'requestBody':{'required':true,'content':{}}");
      assertThat(read(described, "")).isEqualTo(read(get(""), ""));
    }

    @Test
    @Shows("httpapi.import.operation-without-integration")
    void operationWithoutIntegrationIsNoRouteAndWarned() throws Malformed {
      var read = read("'/x':{'get':{'responses':{}}}", "");
      assertThat(read.operations()).isEmpty();
      assertThat(read.warnings()).singleElement().asString().startsWith("paths./x.get has no");
    }

    @Test
    void unknownMethodIsRefused() {
      refused("'/x':{'fetch':{" + INTEGRATION + "}}", "", "paths./x.fetch", "neither a method");
    }

    @Test
    @Shows("httpapi.import.basepath")
    void prependedBasePathIsPartOfTheKey() throws Malformed {
      var document =
          document(
              get(""),
              ",'servers':[{'url':'https://h/{stage}/v1/','variables':{'stage':{'default':'p'}}}]");
      assertThat(
              OpenApiDocument.read(document, BasePath.PREPEND).operations().getFirst().routeKey())
          .isEqualTo("GET /p/v1/x");
      assertThat(OpenApiDocument.read(document, BasePath.IGNORE).operations().getFirst().routeKey())
          .isEqualTo("GET /x");
    }

    @Test
    void pathsMustBeThere() {
      refused(json("{'openapi':'3.0.1'}"), "paths", "missing");
    }

    @Test
    @Shows("httpapi.import.versions")
    void otherVersionsAreRefused() {
      refused(json("{'openapi':'3.1.0','paths':{}}"), "openapi", "3.0");
      refused(json("{'swagger':'2.0','paths':{}}"), "openapi", "3.0");
    }
  }

  @Nested
  final class Integrations {
    @Test
    void membersBecomeProperties() throws Malformed {
      var integration =
          only(
                  "'/x':{'post':{'x-amazon-apigateway-integration':{'type':'http_proxy','uri':'https://e','httpMethod':'GET','payloadFormatVersion':'1.0','connectionType':'INTERNET','timeoutInMillis':500,'credentials':'arn:r','requestParameters':{'overwrite:path':'/y'},'responseParameters':{'200':{'append:header.a':'b'}}}}}",
                  "")
              .integration();
      assertThat((JsonNode) integration)
          .isEqualTo(
              json(
                  "{'IntegrationType':'HTTP_PROXY','IntegrationUri':'https://e','IntegrationMethod':'GET','PayloadFormatVersion':'1.0','ConnectionType':'INTERNET','TimeoutInMillis':500,'CredentialsArn':'arn:r','RequestParameters':{'overwrite:path':'/y'},'ResponseParameters':{'200':{'ResponseParameters':[{'Destination':'append:header.a','Source':'b'}]}}}"));
    }

    @Test
    void sharedIntegrationIsFollowed() throws Malformed {
      var operation =
          only(
              "'/x':{'get':{'x-amazon-apigateway-integration':{'$ref':'#/components/x-amazon-apigateway-integrations/F'}}}",
              ",'components':{'x-amazon-apigateway-integrations':{'F':{'type':'aws_proxy','uri':'arn:f'}}}");
      assertThat(operation.integration().path("IntegrationUri").asString()).isEqualTo("arn:f");
    }

    @Test
    void unknownMemberIsRefused() {
      refused(
          "'/x':{'get':{'x-amazon-apigateway-integration':{'type':'aws_proxy','cacheKeyParameters':[]}}}",
          "",
          "paths./x.get.x-amazon-apigateway-integration.cacheKeyParameters",
          "not supported");
    }
  }

  @Nested
  final class Locks {
    @Test
    void operationWithoutSecurityIsOpen() throws Malformed {
      assertThat(only(get(""), "").route().path("AuthorizationType").asString()).isEqualTo("NONE");
    }

    @Test
    @Shows("httpapi.import.jwt-scheme")
    void jwtSchemeIsAnAuthorizerWithScopes() throws Malformed {
      var read = read(get(",'security':[{'T':['s/a']}]"), JWT);
      assertThat(read.operations().getFirst().authorizer()).hasValue("T");
      assertThat((JsonNode) read.operations().getFirst().route())
          .isEqualTo(
              json(
                  "{'RouteKey':'GET /x','AuthorizationType':'JWT','AuthorizationScopes':['s/a']}"));
      assertThat((JsonNode) read.authorizers().get("T"))
          .isEqualTo(
              json(
                  "{'Name':'T','AuthorizerType':'JWT','IdentitySource':['$request.header.Authorization'],'JwtConfiguration':{'Issuer':'https://i','Audience':['a']}}"));
    }

    @Test
    void unusedSchemeIsNoAuthorizer() throws Malformed {
      assertThat(read(get(""), JWT).authorizers()).isEmpty();
    }

    @Test
    void requestSchemeIsALambdaAuthorizer() throws Malformed {
      var read =
          read(
              get(",'security':[{'L':[]}]"),
              schemes(
                  "'L':{'type':'apiKey','in':'header','name':'a','x-amazon-apigateway-authorizer':{'type':'request','identitySource':'$request.header.a,"
                      + " $context.stage','authorizerUri':'arn:l','authorizerPayloadFormatVersion':'2.0','authorizerResultTtlInSeconds':60,'enableSimpleResponses':true,'authorizerCredentials':'arn:r'}}"));
      assertThat(read.operations().getFirst().route().path("AuthorizationType").asString())
          .isEqualTo("CUSTOM");
      assertThat((JsonNode) read.authorizers().get("L"))
          .isEqualTo(
              json(
                  "{'Name':'L','AuthorizerType':'REQUEST','IdentitySource':['$request.header.a','$context.stage'],'AuthorizerUri':'arn:l','AuthorizerPayloadFormatVersion':'2.0','AuthorizerResultTtlInSeconds':60,'EnableSimpleResponses':true,'AuthorizerCredentialsArn':'arn:r'}"));
    }

    @Test
    @Shows("httpapi.import.iam")
    void authExtensionIsIam() throws Malformed {
      var operation = only(get(",'x-amazon-apigateway-auth':{'type':'AWS_IAM'}"), "");
      assertThat(operation.route().path("AuthorizationType").asString()).isEqualTo("AWS_IAM");
    }

    @Test
    void signatureSchemeIsIam() throws Malformed {
      var operation =
          only(
              get(",'security':[{'AWS_IAM':[]}]"),
              schemes(
                  "'AWS_IAM':{'type':'apiKey','name':'Authorization','in':'header','x-amazon-apigateway-authtype':'awsSigv4'}"));
      assertThat(operation.route().path("AuthorizationType").asString()).isEqualTo("AWS_IAM");
      assertThat(operation.authorizer()).isEmpty();
    }

    @Test
    void noneOfSamIsOpen() throws Malformed {
      assertThat(
              only(get(",'security':[{'NONE':[]}]"), "")
                  .route()
                  .path("AuthorizationType")
                  .asString())
          .isEqualTo("NONE");
    }

    @Test
    void schemeThatIsNotThereIsRefused() {
      refused(get(",'security':[{'T':[]}]"), "", "paths./x.get.security.T", "no such scheme");
    }

    @Test
    void schemeWithoutAuthorizerIsRefused() {
      refused(
          get(",'security':[{'K':[]}]"),
          schemes("'K':{'type':'http','scheme':'bearer'}"),
          "paths./x.get.security.K",
          "has no x-amazon-apigateway-authorizer");
    }

    @Test
    @Shows("httpapi.import.several-requirements")
    void severalRequirementsAreRefused() {
      refused(get(",'security':[{'T':[]},{}]"), JWT, "paths./x.get.security", "one requirement");
      refused(
          get(",'security':[{'T':[],'U':[]}]"), JWT, "paths./x.get.security", "one requirement");
    }

    @Test
    void scopesWithoutJwtAreRefused() {
      refused(
          get(",'security':[{'L':['s']}]"),
          schemes("'L':{'type':'apiKey','x-amazon-apigateway-authorizer':{'type':'request'}}"),
          "paths./x.get.security.L",
          "scopes");
    }

    @Test
    void twoKindsOfLockAreRefused() {
      refused(
          get(",'security':[{'T':[]}],'x-amazon-apigateway-auth':{'type':'NONE'}"),
          JWT,
          "paths./x.get",
          "both");
    }

    @Test
    void rootSecurityIsRefused() {
      refused(get(""), JWT + ",'security':[{'T':[]}]", "security", "each operation");
    }

    @Test
    void resourcePolicyIsRefused() {
      refused(
          get(""),
          ",'x-amazon-apigateway-policy':{}",
          "x-amazon-apigateway-policy",
          "not supported");
    }

    @Test
    void everyProblemIsToldAtOnce() {
      assertThatThrownBy(() ->
              read(get(",'security':[{'T':[]}]") + ",'/y':{'fetch':{}}", ",'security':[{'T':[]}]"))
          .isInstanceOfSatisfying(
              Malformed.class,
              malformed ->
                  assertThat(malformed.problems())
                      .extracting(Problem::place)
                      .containsExactly("security", "paths./x.get.security.T", "paths./y.fetch"));
    }
  }

  @Nested
  final class Api {
    @Test
    @Shows("httpapi.import.cors")
    void titleAndCorsAndEndpointAreTheApis() throws Malformed {
      var api =
          read(
                  get(""),
                  ",'servers':[{'x-amazon-apigateway-endpoint-configuration':{'disableExecuteApiEndpoint':true}}],'x-amazon-apigateway-cors':{'allowOrigins':['https://a'],'maxAge':5,'allowCredentials':true}")
              .api();
      assertThat((JsonNode) api)
          .isEqualTo(
              json(
                  "{'Name':'orders','Version':'1','CorsConfiguration':{'AllowOrigins':['https://a'],'MaxAge':5,'AllowCredentials':true},'DisableExecuteApiEndpoint':true}"));
    }
  }
}
