package dev.gatehouse.lambda;

import static dev.gatehouse.lambda.FunctionUrlFixture.ACCOUNT;
import static dev.gatehouse.lambda.FunctionUrlFixture.ARN;
import static dev.gatehouse.lambda.FunctionUrlFixture.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.Region;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.lambda.FunctionUrlConfig.AuthType;
import dev.gatehouse.lambda.FunctionUrlConfig.InvokeMode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a template may say of a function URL.
class FunctionUrlConfigTest {
  @ParameterizedTest
  @ValueSource(strings = {ARN, ARN + ":live"})
  @Shows("function-url.address.attached-to-function-or-alias")
  void functionOrAliasIsFaultless(String arn) {
    assertThat(config(ID, arn, InvokeMode.BUFFERED, List.of("*")).faults()).isEmpty();
  }

  @Test
  void hostNamesIdAndRegion() {
    assertThat(FunctionUrlFixture.config(AuthType.NONE, null).host())
        .isEqualTo("2cxn22odiwguak4feg4jtt7cwm0ziblr.lambda-url.eu-west-1.on.aws");
  }

  @ParameterizedTest
  @ValueSource(strings = {ARN + ":7", ARN + ":$LATEST"})
  @Shows("function-url.address.attached-to-function-or-alias")
  void versionHasNoUrl(String arn) {
    assertThat(config(ID, arn, InvokeMode.BUFFERED, List.of()).faults())
        .containsExactly(
            "TargetFunctionArn: a URL belongs to a function or an alias, not to a version");
  }

  @Test
  @Shows("function-url.cors.method-length")
  void optionsIsTooLongForAMethod() {
    assertThat(config(ID, ARN, InvokeMode.BUFFERED, List.of("GET", "OPTIONS")).faults())
        .containsExactly("Cors.AllowMethods[1]: 'OPTIONS' is not from 1 to 6 characters long");
  }

  @Test
  @Shows("function-url.cors.bounds")
  void everyFaultIsListed() {
    var cors =
        new FunctionUrlCors(
            false,
            List.of("a\r\nb"),
            List.of("A", "B", "C", "D", "E", "F", "G"),
            List.of(""),
            List.of(),
            Duration.ofDays(2));
    var config =
        new FunctionUrlConfig(
            "SHORT",
            "arn:aws:s3:::bucket",
            AuthType.NONE,
            InvokeMode.RESPONSE_STREAM,
            cors,
            ACCOUNT,
            new Region("eu-west-1"),
            "Url");

    assertThat(config.faults())
        .containsExactly(
            "url id: 'SHORT' is not 32 lower-case letters and digits",
            "TargetFunctionArn: 'arn:aws:s3:::bucket' is not a function's ARN",
            "Cors.AllowHeaders[0]: holds characters that no header can",
            "Cors.AllowMethods: 7 items, at most 6",
            "Cors.AllowOrigins[0]: '' is not from 1 to 253 characters long",
            "Cors.MaxAge: 172800 is not from 0 to 86400 seconds");
  }

  @Test
  void faultyConfigurationIsNotServed() {
    var config = config("SHORT", ARN, InvokeMode.RESPONSE_STREAM, List.of());

    assertThatThrownBy(() ->
            new FunctionUrl(
                config,
                id -> Optional.empty(),
                request -> new AccessCheck.Decision.Granted(),
                invocation -> new InvokeResult.RequestTooLarge(),
                Clock.systemUTC(),
                UUID::randomUUID))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("url id: 'SHORT'");
  }

  private static FunctionUrlConfig config(
      String id, String arn, InvokeMode mode, List<String> methods) {
    return new FunctionUrlConfig(
        id,
        arn,
        AuthType.AWS_IAM,
        mode,
        new FunctionUrlCors(false, List.of(), methods, List.of("*"), List.of(), Duration.ofDays(1)),
        ACCOUNT,
        new Region("eu-west-1"),
        "Url");
  }
}
