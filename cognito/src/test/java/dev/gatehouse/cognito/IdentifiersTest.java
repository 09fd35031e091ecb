package dev.gatehouse.cognito;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Region;
import dev.gatehouse.fidelity.Shows;
import java.security.SecureRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class IdentifiersTest {
  private final Identifiers identifiers = new Identifiers(new SecureRandom());

  @RepeatedTest(20)
  @Shows("cognito.identifiers.generated")
  void idsHaveTheShapeOfCognitos() {
    assertThat(identifiers.userPoolId(new Region("eu-west-1"))).matches("eu-west-1_[A-Za-z0-9]{9}");
    assertThat(identifiers.clientId()).matches("[a-z0-9]{26}");
    assertThat(identifiers.clientSecret().reveal()).matches("[a-z0-9]{52}");
  }

  @Test
  void noTwoAreAlike() {
    assertThat(identifiers.clientId()).isNotEqualTo(identifiers.clientId());
    assertThat(identifiers.clientSecret()).isNotEqualTo(identifiers.clientSecret());
  }
}
