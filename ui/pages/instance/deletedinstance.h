#pragma once

#include "ui/navigation/resourcebody.h"
#include "ui/uicontext.h"

class QLabel;

namespace oriel::ui {

class HistoryTab;
class ListPanel;

/// The page of an instance that no longer exists: when it was deleted, and what was done to it, as
/// far as the cloud and Oriel's journal still know.
class DeletedInstance final : public ResourceBody
{
    Q_OBJECT

public:
    /// What the page says until more is known.
    struct Words
    {
        QString title; ///< "This instance no longer exists"
        QString text;
        QString list; ///< the title of the list
    };
    /// `name`: empty if it was never known.
    DeletedInstance(const UiContext &ui, const Words &words, const QString &serverId, QString name,
                    QWidget *parent = nullptr);

    void update() override {}
    void refresh() override;
    [[nodiscard]] const ListPanel *shownList() const override;

private:
    void describe();

    UiContext m_ui;
    QString m_serverId;
    QString m_name;
    QLabel *m_title;
    QLabel *m_text;
    HistoryTab *m_history;
};

} // namespace oriel::ui
