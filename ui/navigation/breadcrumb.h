#pragma once

#include "ui/pages/page.h"

#include <QtWidgets/QWidget>

#include <vector>

class QHBoxLayout;

namespace oriel::ui {

/// Where one is: `Compute / Instances / web-01`. Steps that lead somewhere are buttons.
class Breadcrumb : public QWidget
{
    Q_OBJECT

public:
    explicit Breadcrumb(QWidget *parent = nullptr);
    void setCrumbs(const std::vector<Crumb> &crumbs);

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);

private:
    QHBoxLayout *m_layout;
    std::vector<Crumb> m_crumbs;
};

} // namespace oriel::ui
