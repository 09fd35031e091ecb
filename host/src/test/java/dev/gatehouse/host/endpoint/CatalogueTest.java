package dev.gatehouse.host.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
  private final Catalogue lambda = Catalogue.of("lambda");

  @ParameterizedTest
  @CsvSource({
    "GET, /2015-03-31/functions, '', ListFunctions",
    "GET, /2015-03-31/functions/, '', ListFunctions",
    "GET, /2015-03-31/functions/f, '', GetFunction",
    "GET, /2015-03-31/functions/arn%3Aaws%3Alambda, '', GetFunction",
    "POST, /2015-03-31/functions/f/invocations, '', Invoke",
    "GET, /2018-10-31/layers, '', ListLayers",
    "GET, /2018-10-31/layers, find=LayerVersion&Arn=x, GetLayerVersionByArn",
    "GET, /2019-09-25/functions/f/event-invoke-config/list, '', ListFunctionEventInvokeConfigs",
  })
  void callIsNamedByMethodAndPath(String method, String path, String query, String operation) {
    assertThat(lambda.match(method, path, query))
        .hasValueSatisfying(match -> assertThat(match.entry().name()).isEqualTo(operation));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/2015-03-31", "/2015-03-31/functions/f/g", "/2015-03-31//f", "//"})
  void otherPathsAreNoOperation(String path) {
    assertThat(lambda.match("GET", path, "")).isEmpty();
    assertThat(lambda.match("BREW", "/2015-03-31/functions", "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apigatewayv2",
        "cloudformation",
        "cognito-idp",
        "dynamodb",
        "iam",
        "lambda",
        "logs",
        "sts"
      })
  void everyServiceIsListedWithWhatIsBuiltAndWhatIsNot(String service) {
    assertThat(OperationList.all())
        .filteredOn(list -> list.service().equals(service))
        .singleElement()
        .satisfies(list -> {
          assertThat(list.built()).isNotEmpty().doesNotContainAnyElementsOf(list.notBuilt());
          assertThat(list.notBuilt()).isNotEmpty();
        });
  }
}
