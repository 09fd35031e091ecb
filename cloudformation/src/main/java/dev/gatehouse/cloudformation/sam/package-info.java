/// AWS SAM (`Transform: AWS::Serverless-2016-10-31`): short resources in, the CloudFormation
/// resources that AWS's translator makes of them out. Trees in, trees out; nothing here knows a
/// plan.
@NullMarked
package dev.gatehouse.cloudformation.sam;

import org.jspecify.annotations.NullMarked;
