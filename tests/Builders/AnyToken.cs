using System.Linq.Expressions;
using Moq;

namespace ProcoreNetSuite.Tests.Builders;

/// <summary>Makes a set-up that is written with <c>default</c> hold for any cancellation token.</summary>
public static class AnyToken
{
    public static Expression<TDelegate> Of<TDelegate>(Expression<TDelegate> call) => (Expression<TDelegate>)new Replace().Visit(call);

    private sealed class Replace : ExpressionVisitor
    {
        protected override Expression VisitDefault(DefaultExpression node) => node.Type == typeof(CancellationToken) ? AnyOne : node;

        protected override Expression VisitConstant(ConstantExpression node) => node.Type == typeof(CancellationToken) ? AnyOne : node;

        private static Expression AnyOne => Expression.Call(typeof(It), nameof(It.IsAny), [typeof(CancellationToken)]);
    }
}
