// Package v2 stands in for Grafana's schema 2: what dashboard-linter names of it, and a decoder that refuses it.
package v2

import "errors"

// DashboardSpec is a dashboard of schema 2; none can be decoded.
type DashboardSpec struct {
	Title       string
	Editable    *bool
	Elements    map[string]DashboardElement
	Variables   []DashboardVariableKind
	Annotations []DashboardAnnotationQueryKind
}

// UnmarshalJSON fails: such a dashboard must not pass for one without panels.
func (*DashboardSpec) UnmarshalJSON([]byte) error {
	return errors.New("this dashboard-linter was built for classic dashboards, without schema 2")
}

// DashboardVariableRefresh says when the values of a variable are asked for.
type DashboardVariableRefresh string

const (
	DashboardVariableRefreshOnDashboardLoad    DashboardVariableRefresh = "onDashboardLoad"
	DashboardVariableRefreshOnTimeRangeChanged DashboardVariableRefresh = "onTimeRangeChanged"
)

// Parts of a dashboard that the linter reads.
type (
	DashboardElement   struct{ PanelKind *panelKind }
	DashboardPanelSpec struct {
		Id                 float64
		Title, Description string
		Data               struct {
			Spec struct{ Queries []DashboardPanelQueryKind }
		}
		VizConfig struct {
			Group string
			Spec  struct{ FieldConfig, Options any }
		}
	}
	DashboardPanelQueryKind struct {
		Spec struct {
			RefId  string
			Hidden bool
			Query  DashboardDataQueryKind
		}
	}
	DashboardDataQueryKind struct {
		Group      string
		Datasource *struct{ Name *string }
		Spec       map[string]any
	}
	DashboardAnnotationQueryKind struct {
		Spec struct {
			Name  string
			Query DashboardDataQueryKind
		}
	}
	DashboardVariableKind struct {
		QueryVariableKind *variable[DashboardDataQueryKind]

		DatasourceVariableKind, CustomVariableKind, IntervalVariableKind, ConstantVariableKind, TextVariableKind,
		AdhocVariableKind, GroupByVariableKind, SwitchVariableKind *variable[string]
	}
)

type panelKind struct{ Spec DashboardPanelSpec }

type variable[Query any] struct {
	Spec struct {
		Name, PluginId  string
		Label, AllValue *string
		Multi           bool
		Refresh         DashboardVariableRefresh
		Query           Query
	}
}
