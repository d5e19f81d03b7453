#pragma once

#include "ui/navigation/resourcebody.h"
#include "ui/pages/listpagespec.h"

class QLabel;

namespace oriel::ui {

class ListPanel;
class ResourceHead;

/// The page of a security group: what it lets in and out, rule by rule, in words and exactly, and
/// which instances have it. GUI thread.
class SecurityGroupBody final : public ResourceBody
{
    Q_OBJECT

public:
    SecurityGroupBody(const UiContext &ui, const ListPageSpec &spec, QString id, QWidget *parent);

    void update() override;
    [[nodiscard]] QList<QAction *> commands() const override;
    void focusFilter() override;

private:
    void addRules();

    UiContext m_ui;
    QString m_id;
    ResourceHead *m_head;
    QLabel *m_uses; ///< the instances that have it
    ListPanel *m_rules = nullptr;
    RowActions *m_actions = nullptr;
    RowActions *m_ruleActions = nullptr;
};

} // namespace oriel::ui
