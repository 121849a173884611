// Package syntax stands in for Loki's: what dashboard-linter names of it, and a parser that refuses every query.
package syntax

import (
	"errors"
	"time"
)

// Expr is a parsed query; there is none.
type Expr interface{}

// ParseExpr fails: a dashboard that asks Loki breaks the linter's rules on LogQL.
func ParseExpr(string) (Expr, error) {
	return nil, errors.New("this dashboard-linter was built without LogQL")
}

// Parts of a query that the linter walks through.
type (
	BinOpExpr             struct{ SampleExpr, RHS Expr }
	LabelReplaceExpr      struct{ Left Expr }
	RangeAggregationExpr  struct{ Left Expr }
	VectorAggregationExpr struct{ Left Expr }
	LogRangeExpr          struct {
		Left     Expr
		Interval time.Duration
	}
	PipelineExpr struct {
		Left        Expr
		MultiStages []Expr
	}
)
