package dev.gatehouse.host.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryFormTest {
  private static String structure(String form) {
    return QueryForm.structure(QueryForm.decode(form, true)).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "A=1&B=x+y%2Bz | {\"A\":\"1\",\"B\":\"x y+z\"}",
        "A.member.1=x&A.member.2=y | {\"A\":[\"x\",\"y\"]}",
        "A.member.1.k=x&A.member.1.v=y | {\"A\":[{\"k\":\"x\",\"v\":\"y\"}]}",
        "A.B=x | {\"A\":{\"B\":\"x\"}}",
        "A= | {\"A\":\"\"}",
        "A=%C3%BC | {\"A\":\"ü\"}",
      })
  void formBecomesAStructure(String form, String json) {
    assertThat(structure(form)).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource({
    "A=1&A=2, given twice",
    "A=1&%41=2, given twice",
    "A=1&A.B=2, both a value and a structure",
    "A.B=2&A=1, both a value and a structure",
    "A.member.2=x, numbered from 1",
    "A.member.1=x&A.member.3=y, numbered from 1",
    "A=%, percent code",
    "A=%4, percent code",
    "A=%zz, percent code",
    "A=%ff, not UTF-8",
    "a.b.c.d.e.f.g.h.i.j.k.l.m=x, too deep",
  })
  void formThatTwoReadersCouldTakeDifferentlyIsRefused(String form, String problem) {
    assertThatThrownBy(() -> structure(form))
        .isInstanceOfSatisfying(
            AwsError.class,
            error -> {
              assertThat(error.code()).isEqualTo("MalformedQueryString");
              assertThat(error.message()).contains(problem);
            });
  }

  @Test
  void moreParametersThanAnyoneSendsAreRefused() {
    var form = new StringBuilder("A=1");
    for (int i = 0; i < 1000; i++) {
      form.append("&p").append(i).append('=');
    }
    assertThatThrownBy(() -> structure(form.toString()))
        .isInstanceOf(AwsError.class)
        .hasMessageContaining("more than 1000 parameters");
  }

  @Test
  void plusOfAQueryStringIsAPlus() {
    assertThat(QueryForm.decode("A=x+y", false)).containsEntry("A", "x+y");
  }
}
