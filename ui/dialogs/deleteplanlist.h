#pragma once

#include "forms/removalform.h"
#include "ui/navigation/route.h"

#include <QtWidgets/QWidget>

class QVBoxLayout;

namespace oriel::ui {

class Theme;

/// Where something that an operation is about is seen.
[[nodiscard]] Route subjectRoute(const operations::Subject &subject, const QString &serverId = {});

/// What would be deleted, line by line: the parts of one snapshot, or one line for each of many;
/// under each what is known against it, with links. Each of many can be left out.
class DeletePlanList final : public QWidget
{
    Q_OBJECT

public:
    explicit DeletePlanList(Theme &theme, QWidget *parent = nullptr);

    void setPlans(const forms::RemovalForm &form);

Q_SIGNALS:
    /// A link was followed.
    void navigate(const oriel::ui::Route &route);
    /// The person leaves one of many out, or takes it in again.
    void leftOut(const QString &id, bool out);

private:
    /// `first`: before the icon; may be null.
    void addLine(const QString &icon, const QString &title, const QString &text, bool fades,
                 QWidget *first = nullptr);
    void addHint(const forms::RemovalHint &hint);
    void addParts(const forms::RemovalPlan &plan, bool imageOnly);
    void addPlan(const forms::RemovalPlan &plan, const forms::RemovalForm &form);

    Theme &m_theme;
    QVBoxLayout *m_layout;
    std::vector<forms::RemovalPlan> m_plans;
    bool m_imageOnly = false;
};

} // namespace oriel::ui
