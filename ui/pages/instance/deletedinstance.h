#pragma once

#include "ui/navigation/resourcebody.h"
#include "ui/uicontext.h"

class QLabel;

namespace oriel::ui {

class HistoryTab;
class ListPanel;
struct ListPageSpec;

/// The page of an instance that no longer exists: when it was deleted, and what was done to it, as
/// far as the cloud and Oriel's journal still know.
class DeletedInstance final : public ResourceBody
{
    Q_OBJECT

public:
    /// `name`: empty if it was never known.
    DeletedInstance(const UiContext &ui, const ListPageSpec &spec, const QString &serverId,
                    QString name, QWidget *parent = nullptr);

    void update() override {}
    void refresh() override;
    [[nodiscard]] const ListPanel *shownList() const override;

private:
    void describe();

    UiContext m_ui;
    QString m_serverId;
    QString m_name;
    QString m_goneText;
    QLabel *m_title;
    QLabel *m_text;
    HistoryTab *m_history;
};

} // namespace oriel::ui
