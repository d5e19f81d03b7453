#pragma once

#include "ui/navigation/resourcebody.h"
#include "ui/pages/listpagespec.h"

class QLabel;

namespace oriel::ui {

class ListPanel;
class ResourceHead;

/// The page of a server group: what its policy means, and the instances in it. GUI thread.
class ServerGroupBody final : public ResourceBody
{
    Q_OBJECT

public:
    ServerGroupBody(const UiContext &ui, const ListPageSpec &spec, QString id, QWidget *parent);

    void update() override;
    [[nodiscard]] QList<QAction *> commands() const override;
    void focusFilter() override;

private:
    void addMembers();

    UiContext m_ui;
    QString m_id;
    ResourceHead *m_head;
    QLabel *m_meaning;
    QLabel *m_others; ///< members that the list of instances does not have
    ListPanel *m_members = nullptr;
    RowActions *m_actions = nullptr;
    RowActions *m_instanceActions = nullptr;
};

} // namespace oriel::ui
