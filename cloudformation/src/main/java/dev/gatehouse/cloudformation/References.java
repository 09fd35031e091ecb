package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.Expression.GetAtt;
import dev.gatehouse.cloudformation.Expression.ImportValue;
import dev.gatehouse.cloudformation.Expression.Ref;

/// What resources and other stacks give, once they exist.
interface References {
  /// Nothing is created yet: every reference stays what it is.
  References OPEN =
      new References() {
        @Override
        public Expression ref(Ref ref) {
          return ref;
        }

        @Override
        public Expression attribute(GetAtt getAtt) {
          return getAtt;
        }

        @Override
        public Expression imported(ImportValue value) {
          return value;
        }
      };

  Expression ref(Ref ref);

  /// @param getAtt whose attribute is a [Expression.Literal]
  Expression attribute(GetAtt getAtt);

  /// @param value whose export name is a [Expression.Literal]
  Expression imported(ImportValue value);
}
