package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.Expression.AvailabilityZones;
import dev.gatehouse.cloudformation.Expression.Base64;
import dev.gatehouse.cloudformation.Expression.Cidr;
import dev.gatehouse.cloudformation.Expression.Faulty;
import dev.gatehouse.cloudformation.Expression.GetAtt;
import dev.gatehouse.cloudformation.Expression.ImportValue;
import dev.gatehouse.cloudformation.Expression.Join;
import dev.gatehouse.cloudformation.Expression.ListValue;
import dev.gatehouse.cloudformation.Expression.Literal;
import dev.gatehouse.cloudformation.Expression.MapValue;
import dev.gatehouse.cloudformation.Expression.NoValue;
import dev.gatehouse.cloudformation.Expression.Ref;
import dev.gatehouse.cloudformation.Expression.Split;

/// What a reduced value is or can still become.
enum ExpectedValue {
  TEXT,
  LIST,
  OBJECT;

  /// Whether this value is, or may turn out to be, as expected.
  boolean of(Expression value) {
    return switch (value) {
      case Faulty _ -> true;
      case NoValue _ -> false;
      case Literal _, Ref _, GetAtt _, ImportValue _, Join _, Base64 _ -> this == TEXT;
      case ListValue _, Split _, AvailabilityZones _, Cidr _ -> this == LIST;
      case MapValue _ -> this == OBJECT;
      // Fn::Select may pick anything; parameters, mappings and conditions are reduced away.
      case Expression.Select _, Expression.If _, Expression.FindInMap _, Expression.Parameter _ ->
          true;
    };
  }

  static String phrase(Expression value) {
    return switch (value) {
      case Literal(var scalar) -> Shape.of(scalar).phrase();
      case NoValue _ -> "nothing (AWS::NoValue)";
      case Expression other when LIST.of(other) -> "a list";
      case Expression other when OBJECT.of(other) -> "an object";
      case Expression _ -> "a string";
    };
  }
}
