#pragma once

#include "models/instancedetails.h"
#include "models/snapshotrows.h"
#include "ui/navigation/route.h"
#include "ui/uicontext.h"

#include <QtWidgets/QWidget>

class QLabel;
class QMenu;
class QScrollArea;
class QToolButton;

namespace oriel::ui {

class ElidedLabel;
class ListPanel;
class StageList;

/// The parts of one snapshot of an instance: its volume snapshots, and while it is being created,
/// the stages.
class SnapshotDetails final : public QWidget
{
    Q_OBJECT

public:
    explicit SnapshotDetails(const UiContext &ui, QWidget *parent = nullptr);
    ~SnapshotDetails() override;

    /// Null: nothing is selected, and the pane is hidden.
    void setRow(const store::Row<models::SnapshotRow> &row);
    /// The preferred height in pixels: every stage, and the usual number of parts.
    [[nodiscard]] int wantedHeight() const;

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);
    /// The user closed the pane.
    void closed();

private:
    void fillMenu(QMenu &menu);
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
