#pragma once

#include "models/instancedetails.h"
#include "models/snapshotrows.h"
#include "ui/navigation/route.h"
#include "ui/uicontext.h"

#include <QtWidgets/QWidget>

class QLabel;
class QScrollArea;
class QToolButton;

namespace oriel::ui {

class ElidedLabel;
class ListPanel;
class StageList;

/// What one snapshot of an instance is made of: its volume snapshots, and while it is being made,
/// its stages.
class SnapshotDetails final : public QWidget
{
    Q_OBJECT

public:
    explicit SnapshotDetails(const UiContext &ui, QWidget *parent = nullptr);
    ~SnapshotDetails() override;

    /// Null: nothing is selected, the pane is hidden.
    void setRow(const store::Row<models::SnapshotRow> &row);
    /// What it would like to have, in pixels: every stage, and as many parts as usual, whole.
    [[nodiscard]] int wantedHeight() const;

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);
    /// The person wants the pane away.
    void closed();

private:
    QToolButton *makeClose();
    [[nodiscard]] QString sentence(const models::SnapshotRow &row) const;
    [[nodiscard]] const operations::Operation *operationOf(const models::SnapshotRow &row) const;

    UiContext m_ui;
    store::Store<models::PartRow> m_parts;
    ElidedLabel *m_title;
    QLabel *m_text;
    StageList *m_stages;
    QScrollArea *m_scroll;
    ListPanel *m_panel;
};

} // namespace oriel::ui
