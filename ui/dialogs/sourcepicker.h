#pragma once

#include "forms/launchsources.h"
#include "ui/uicontext.h"

#include <QtWidgets/QWidget>

class QButtonGroup;
class QLabel;
class QLineEdit;

namespace oriel::ui {

class PickTable;

/// Chooses what to launch an instance from: a kind, a search, and a list of any length.
class SourcePicker final : public QWidget
{
    Q_OBJECT

public:
    explicit SourcePicker(const UiContext &context, QWidget *parent = nullptr);

    /// Shows the list of its kind. Without an ID, nothing is picked.
    void setSource(const operations::Subject &source);

Q_SIGNALS:
    /// By the user.
    void picked(const oriel::operations::Subject &source);

private:
    void showKind(Kind kind);
    void refresh();

    const UiContext m_context;
    forms::LaunchSources m_sources;
    Kind m_kind = Kind::Image;
    operations::Subject m_source;
    QButtonGroup *m_kinds;
    QLineEdit *m_filter;
    PickTable *m_table;
    QLabel *m_empty;
};

} // namespace oriel::ui
